// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.cli;

import io.outrider.agent.Version;
import io.outrider.agent.weave.Index;
import io.outrider.exporter.console.Console;
import java.io.IOException;
import java.io.PrintStream;

/** What {@code java -jar outrider.jar} runs, in the agent's own loader. */
public final class Main {
  private Main() {}

  /**
   * @return the exit code
   */
  public static int run(String[] arguments) throws IOException {
    Cli cli =
        new Cli(Version.TEXT)
            .command(
                "attach",
                "attach PID",
                "Puts the agent into a JVM that runs already.",
                new AttachCommand())
            .command(
                "console",
                "console [--port PORT] ...",
                "Receives OTLP on this machine and shows traces, RED figures and breakers here.",
                new Command() {
                  @Override
                  public int run(String[] args, PrintStream out, PrintStream err) {
                    return Console.run(args, out);
                  }
                });
    for (String[] library : Index.read(Main.class.getClassLoader()).libraries()) {
      cli.library(library[0], library[1]);
    }
    return cli.run(arguments, System.out, System.err);
  }
}
