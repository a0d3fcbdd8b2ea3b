// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

/** The console's command line. */
final class Options {
  static final String HELP =
      "Usage: java -jar outrider.jar console [options]\n\n"
          + "Receives OTLP over HTTP (protobuf) on 127.0.0.1 and prints traces as trees, a table of\n"
          + "rate, errors and durations, and what circuit breakers did.\n\n"
          + "  --port PORT       listen there (4318; 0 takes any free port)\n"
          + "  --once SECONDS    print the tables after this time and end\n"
          + "  --every SECONDS   print the tables that often when something changed (30; 0 never)\n"
          + "  --traces N        hold the newest N traces, at most 100000 (500)\n"
          + "  --quiet           print no traces as they come\n"
          + "  --no-color        no colours (the default where the output is no terminal,\n"
          + "                    or NO_COLOR is set)\n"
          + "  --ascii           no box characters (the default where the charset has none)\n"
          + "  --width CELLS     80 to 300 (the terminal's, else 120)\n"
          + "  --help            print this\n\n"
          + "The same as plain text: curl http://localhost:PORT/\n";

  int port = 4318;

  /** 0: until stopped. */
  int onceSeconds;

  int everySeconds = 30;
  int traces = 500;
  boolean quiet;
  boolean color = Terminal.hasColor();
  boolean ascii;
  boolean help;

  /** 0: ask the terminal. */
  int width;

  /**
   * @throws IllegalArgumentException with a message for the user
   */
  static Options parse(String[] args) {
    Options options = new Options();
    for (int i = 0; i < args.length; i++) {
      String name = args[i];
      switch (name) {
        case "--port":
          options.port = number(name, args, ++i, 0, 65535);
          break;
        case "--once":
          options.onceSeconds = number(name, args, ++i, 1, 1_000_000);
          break;
        case "--every":
          options.everySeconds = number(name, args, ++i, 0, 1_000_000);
          break;
        case "--traces":
          options.traces = number(name, args, ++i, 1, 100_000);
          break;
        case "--width":
          options.width = number(name, args, ++i, Style.MIN_WIDTH, Style.MAX_WIDTH);
          break;
        case "--quiet":
          options.quiet = true;
          break;
        case "--no-color":
          options.color = false;
          break;
        case "--ascii":
          options.ascii = true;
          break;
        case "--help":
        case "-h":
          options.help = true;
          break;
        default:
          throw new IllegalArgumentException("unknown option " + name);
      }
    }
    return options;
  }

  private static int number(String name, String[] args, int i, int least, int most) {
    String text = i < args.length ? args[i] : "nothing";
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException(
        name + " needs a whole number from " + least + " to " + most + ", not " + text);
  }
}
