// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.cli;

import io.outrider.agent.OwnJar;
import java.io.PrintStream;
import net.bytebuddy.agent.ByteBuddyAgent;

/** {@code attach PID}: loads this JAR into a JVM of the same user on the same machine. */
final class AttachCommand implements Command {
  @Override
  public int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length != 1 || !isNumber(arguments[0])) {
      err.println("attach needs the PID of a running JVM, such as: attach 4711 (jps lists them)");
      return 2;
    }
    try {
      ByteBuddyAgent.attach(OwnJar.file(), arguments[0]);
      out.println("attached to " + arguments[0]);
      return 0;
    } catch (Throwable e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      err.println("could not attach to " + arguments[0] + ": " + cause);
      err.println(
          "It must be a JVM of the same user, this java must be a JDK with the jdk.attach module,"
              + " and the other must not run with -XX:+DisableAttachMechanism.");
      return 1;
    }
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
