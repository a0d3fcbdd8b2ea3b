// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import java.io.File;

/**
 * What was started, from {@code sun.java.command}: a JAR or a main class, and its arguments.
 *
 * <p>The property joins everything with blanks, so a JAR's path may contain some; the file that
 * exists decides.
 */
final class CommandLine {

  /** The main JAR, or null when a class was started. */
  final File jar;

  /** The fully qualified main class, or null when a JAR was started or nothing is known. */
  final String mainClass;

  private final String arguments;

  private CommandLine(File jar, String mainClass, String arguments) {
    this.jar = jar;
    this.mainClass = mainClass;
    this.arguments = arguments;
  }

  static CommandLine of(Machine machine) {
    String command = machine.property("sun.java.command");
    if (command == null) {
      return new CommandLine(null, null, "");
    }
    int jarEnd = jarEnd(machine, command);
    if (jarEnd > 0) {
      return new CommandLine(
          machine.file(command.substring(0, jarEnd)), null, command.substring(jarEnd));
    }
    int blank = command.indexOf(' ');
    String main = blank < 0 ? command : command.substring(0, blank);
    // A module is started as module/class.
    main = main.substring(main.lastIndexOf('/') + 1);
    return new CommandLine(null, main, blank < 0 ? "" : command.substring(blank));
  }

  private static int jarEnd(Machine machine, String command) {
    int first = -1;
    for (int blank = nextBlank(command, 0); ; blank = nextBlank(command, blank + 1)) {
      String path = command.substring(0, blank);
      if (path.endsWith(".jar") || path.endsWith(".war")) {
        if (machine.file(path).isFile()) {
          return blank;
        }
        if (first < 0) {
          first = blank;
        }
      }
      if (blank == command.length()) {
        // No such file, perhaps removed since: the shortest reading is the likeliest.
        return first > 0 && command.substring(0, first).indexOf(' ') < 0 ? first : -1;
      }
    }
  }

  private static int nextBlank(String text, int from) {
    int blank = text.indexOf(' ', from);
    return blank < 0 ? text.length() : blank;
  }

  /** Returns the value of {@code --name=value}, or null. */
  String option(String name) {
    String start = " --" + name + "=";
    int at = arguments.indexOf(start);
    if (at < 0) {
      return null;
    }
    int from = at + start.length();
    String value = arguments.substring(from, nextBlank(arguments, from));
    return value.isEmpty() ? null : value;
  }
}
