// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * The entry points: {@code -javaagent}, attach, and {@code java -jar}. With {@link AgentLoader} the
 * only class of ours that the application's loader sees; it must not throw, and must load as little
 * as can be.
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
          .getMethod("start", String.class, Instrumentation.class, boolean.class, File.class)
          .invoke(null, arguments, instrumentation, attached, jar());
    } catch (Throwable e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      System.err.println(
          "[outrider] ERROR the agent could not start, the application goes on: " + cause);
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
   * javac, jcmd, keytool and their like, which a JAVA_TOOL_OPTIONS reaches too: modules of the JDK
   * that are no java.*, and on 8 classes of tools.jar.
   */
  private static boolean isJdkTool() {
    String module = System.getProperty("jdk.module.main");
    if (module != null) {
      return module.startsWith("jdk.") || module.equals("java.base");
    }
    String command = System.getProperty("sun.java.command");
    return command != null
        && (command.startsWith("sun.tools.")
            || command.startsWith("com.sun.tools.")
            || command.startsWith("sun.security.tools.")
            || command.startsWith("sun.jvm.hotspot.")
            || command.startsWith("jdk.tools.")
            || command.startsWith("sun.rmi.")
            || command.startsWith("com.sun.corba.")
            || command.startsWith("com.sun.java.util.jar.pack."));
  }

  private static ClassLoader loader() throws Exception {
    return new AgentLoader(jar(), platform());
  }

  /** The JAR may lie in a folder with spaces or other characters that a URL escapes. */
  private static File jar() throws Exception {
    return new File(
        OutriderAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
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
