// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known about the process.
 *
 * <p>The MXBean that knows the same is never asked: it would load java.management before main.
 */
final class ProcessFacts {

  private ProcessFacts() {}

  /** Returns the process id, or -1. */
  static long pid(Machine machine) {
    File self = machine.target("proc/self");
    if (self != null) {
      try {
        return Long.parseLong(self.getName());
      } catch (NumberFormatException e) {
        // Not what it should be: ask the JVM.
      }
    }
    try {
      Class<?> handle = Class.forName("java.lang.ProcessHandle");
      Object current = handle.getMethod("current").invoke(null);
      return (Long) handle.getMethod("pid").invoke(current);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Java 8 without /proc.
      return -1;
    }
  }

  static String executable(Machine machine) {
    File file = machine.target("proc/self/exe");
    if (file != null) {
      return file.getPath();
    }
    String home = machine.property("java.home");
    return home == null ? null : home + File.separator + "bin" + File.separator + "java";
  }

  /** Returns the whole command line, which may hold secrets; empty when it cannot be read. */
  static List<String> arguments(Machine machine) {
    List<String> arguments = new ArrayList<>();
    String text = machine.text("proc/self/cmdline");
    if (text != null) {
      for (String argument : text.split("\0")) {
        arguments.add(argument);
      }
    }
    return arguments;
  }
}
