// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.cli;

import io.outrider.agent.config.Suggestion;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The command line of the JAR. {@code help}, {@code version}, {@code instrumentations} and {@code
 * config} are built in; commands that need other parts of the agent are registered.
 */
public final class Cli {
  private final String version;
  private final Map<String, String> libraries = new TreeMap<String, String>();
  private final Map<String, Registered> commands = new LinkedHashMap<String, Registered>();

  private static final class Registered {
    final String usage;
    final String text;
    final Command command;

    Registered(String usage, String text, Command command) {
      this.usage = usage;
      this.text = text;
      this.command = command;
    }
  }

  public Cli(String version) {
    this.version = version;
    builtIn("help", "help", "Prints this.");
    builtIn("version", "version", "Prints the version.");
    builtIn("instrumentations", "instrumentations", "Lists the libraries that can be woven.");
    builtIn("config", "config", "Prints every key of the configuration.");
    builtIn(
        "config check",
        "config check [FILE]",
        "Checks a configuration file, or what is set now, without starting anything.");
  }

  private void builtIn(String name, String usage, String text) {
    commands.put(name, new Registered(usage, text, null));
  }

  /** Adds a line to {@code instrumentations}. */
  public Cli library(String name, String versions) {
    libraries.put(name, versions);
    return this;
  }

  /**
   * Adds a command.
   *
   * @param usage its name with its arguments, such as {@code attach PID}
   */
  public Cli command(String name, String usage, String text, Command command) {
    commands.put(name, new Registered(usage, text, command));
    return this;
  }

  /**
   * Runs what the arguments say, {@code help} when there are none, on this process's output.
   *
   * @return the exit code
   */
  public int run(String... arguments) {
    return run(arguments, System.out, System.err);
  }

  /** Likewise, on the given streams. */
  public int run(String[] arguments, PrintStream out, PrintStream err) {
    String name = arguments.length == 0 ? "help" : arguments[0];
    String[] rest =
        arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
    if (name.equals("help") || name.equals("--help") || name.equals("-h") || name.equals("-?")) {
      help(out);
      return 0;
    }
    if (name.equals("version") || name.equals("--version")) {
      out.println("outrider " + version);
      return 0;
    }
    if (name.equals("instrumentations")) {
      for (Map.Entry<String, String> library : libraries.entrySet()) {
        out.println(padded(library.getKey(), 28) + library.getValue());
      }
      return 0;
    }
    if (name.equals("config")) {
      return config(rest, out, err);
    }
    Registered registered = commands.get(name);
    return registered == null || registered.command == null
        ? unknown(name, err)
        : run(name, registered, rest, out, err);
  }

  private int unknown(String name, PrintStream err) {
    String near = Suggestion.nearest(name, commands.keySet());
    err.println("Unknown command: " + name + (near == null ? "" : ". Did you mean " + near + "?"));
    err.println();
    help(err);
    return 2;
  }

  private static int run(
      String name, Registered registered, String[] rest, PrintStream out, PrintStream err) {
    try {
      return registered.command.run(rest, out, err);
    } catch (Exception e) {
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      err.println(name + " failed: " + message);
      return 1;
    }
  }

  private static int config(String[] rest, PrintStream out, PrintStream err) {
    if (rest.length == 0) {
      out.print(ConfigReference.text());
      return 0;
    }
    if (!rest[0].equals("check") || rest.length > 2) {
      err.println("Usage: java -jar outrider.jar config [check [FILE]]");
      return 2;
    }
    Map<String, String> properties = new LinkedHashMap<String, String>();
    for (String key : System.getProperties().stringPropertyNames()) {
      properties.put(key, System.getProperty(key));
    }
    if (rest.length == 2) {
      properties.put("outrider.config", rest[1]);
    }
    List<String> problems = ConfigCheck.problems(properties, System.getenv());
    for (String problem : problems) {
      err.println(problem);
    }
    out.println(
        problems.isEmpty() ? "No problems found." : "Problems found: " + problems.size() + ".");
    return problems.isEmpty() ? 0 : 1;
  }

  private void help(PrintStream out) {
    out.println("Outrider " + version + ": traces, times and guards the calls of a JVM.");
    out.println();
    out.println("Beside an application:");
    out.println("  java -javaagent:outrider.jar -jar application.jar");
    out.println();
    out.println("On its own: java -jar outrider.jar COMMAND");
    for (Registered registered : commands.values()) {
      out.println("  " + padded(registered.usage, 24) + registered.text);
    }
  }

  private static String padded(String text, int width) {
    StringBuilder padded = new StringBuilder(text).append(' ');
    while (padded.length() < width) {
      padded.append(' ');
    }
    return padded.toString();
  }
}
