// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Finds out what the output is: a terminal or not, how wide, in which charset. */
final class Terminal {
  static final int DEFAULT_WIDTH = 120;

  private Terminal() {}

  /** Whether colours are wanted: on a terminal that has them, unless NO_COLOR is set. */
  static boolean hasColor() {
    String noColor = System.getenv("NO_COLOR");
    return (noColor == null || noColor.isEmpty())
        && !"dumb".equals(System.getenv("TERM"))
        && isInteractive();
  }

  /** True when both input and output are a terminal; a redirected output never is. */
  private static boolean isInteractive() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on there is a console without a terminal, which tells so itself.
      return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Whether the stream's charset has box characters; the plain ones serve where it has not. */
  static boolean hasBoxes(PrintStream out) {
    try {
      return charset(out).newEncoder().canEncode("├─└│█▁▒▏…→✗⚡");
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  private static Charset charset(PrintStream out) {
    try {
      return (Charset) PrintStream.class.getMethod("charset").invoke(out); // Java 18
    } catch (ReflectiveOperationException e) {
      String name = System.getProperty("sun.stdout.encoding");
      try {
        return name == null ? Charset.defaultCharset() : Charset.forName(name);
      } catch (IllegalArgumentException unknown) {
        return StandardCharsets.US_ASCII;
      }
    }
  }

  /** In cells: COLUMNS, else what the terminal says, else 120. */
  static int width() {
    try {
      return Integer.parseInt(System.getenv("COLUMNS"));
    } catch (NumberFormatException e) {
      return isInteractive() ? askStty() : DEFAULT_WIDTH;
    }
  }

  /** The JDK does not know the size of the terminal; where there is no stty, the default. */
  private static int askStty() {
    Process process = null;
    try {
      process = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        return DEFAULT_WIDTH;
      }
      try (BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
        String[] rowsAndColumns = String.valueOf(answer.readLine()).trim().split(" ");
        int columns = rowsAndColumns.length == 2 ? Integer.parseInt(rowsAndColumns[1]) : 0;
        return columns > 0 ? columns : DEFAULT_WIDTH; // 0 is what a terminal without a size says.
      }
    } catch (IOException | NumberFormatException e) {
      return DEFAULT_WIDTH;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DEFAULT_WIDTH;
    } finally {
      if (process != null) {
        process.destroy();
      }
    }
  }
}
