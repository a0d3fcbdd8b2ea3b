// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * The entry points: {@code -javaagent}, attach, and {@code java -jar}. With {@link AgentLoader} and
 * {@link OwnJar} the only classes of ours that the application's loader sees; it must not throw,
 * and must load as little as can be.
 */
public final class OutriderAgent {
  private OutriderAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, false);
  }

  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, true);
  }

  public static void main(String[] arguments) throws Throwable {
    try {
      Object code =
          loader()
              .loadClass("io.outrider.agent.cli.Main")
              .getMethod("run", String[].class)
              .invoke(null, (Object) arguments);
      System.exit((Integer) code);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void start(String arguments, Instrumentation instrumentation, boolean attached) {
    try {
      if (!attached && (isOff() || isJdkTool())) {
        return;
      }
      loader()
          .loadClass("io.outrider.agent.start.Start")
          // Called as the JVM has called us: another signature would be another dozen of classes
          // that the JVM generates for it.
          .getMethod(attached ? "agentmain" : "premain", String.class, Instrumentation.class)
          .invoke(null, arguments, instrumentation);
    } catch (Throwable e) {
      say(e instanceof InvocationTargetException ? e.getCause() : e);
    }
  }

  /**
   * To the process's stderr: System.err may have been replaced by the application. Where a policy
   * grants us nothing it has to do.
   */
  private static void say(Throwable problem) {
    String text =
        "[outrider] ERROR the agent could not start, the application goes on: " + problem + "\n";
    try {
      new FileOutputStream(FileDescriptor.err).write(text.getBytes());
    } catch (Throwable e) {
      try {
        System.err.print(text);
      } catch (Throwable ignored) {
        // There is nobody left to tell.
      }
    }
  }

  /** Asked here and not of the configuration, so that "off" loads nothing. */
  private static boolean isOff() {
    String value = System.getProperty("outrider.enabled");
    if (value == null) {
      value = System.getenv("OUTRIDER_ENABLED");
    }
    return "false".equalsIgnoreCase(value);
  }

  /**
   * javac, jcmd, keytool and their like, which a JAVA_TOOL_OPTIONS reaches too: modules of the JDK,
   * and on 8 classes of tools.jar. {@code java Source.java} is an application, though it begins in
   * the compiler's module.
   */
  private static boolean isJdkTool() {
    String module = System.getProperty("jdk.module.main");
    String command = System.getProperty("sun.java.command");
    if (module != null) {
      return (module.startsWith("jdk.") || module.startsWith("java."))
          && (command == null || command.indexOf("com.sun.tools.javac.launcher.") < 0);
    }
    return command != null
        && (command.startsWith("sun.tools.")
            || command.startsWith("com.sun.tools.")
            || command.startsWith("sun.security.tools.")
            || command.startsWith("sun.jvm.hotspot.")
            || command.startsWith("jdk.tools.")
            || command.startsWith("jdk.nashorn.tools.")
            || command.startsWith("sun.rmi.")
            || command.startsWith("com.sun.corba.")
            || command.startsWith("com.sun.java.util.jar.pack."));
  }

  private static ClassLoader loader() throws Exception {
    return new AgentLoader(OwnJar.file(), OutriderAgent.class.getProtectionDomain(), platform());
  }

  /** The platform loader, or on 8 the extension loader. */
  private static ClassLoader platform() {
    ClassLoader loader = OutriderAgent.class.getClassLoader();
    while (loader != null && loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }
}
