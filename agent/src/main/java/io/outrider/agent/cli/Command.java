// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.cli;

import java.io.PrintStream;

/** One command of the command line. */
public interface Command {
  /**
   * Runs it.
   *
   * @param arguments what follows the command's name
   * @return the exit code: 0 done, 1 failed, 2 used wrongly
   * @throws Exception printed as one line, exit code 1
   */
  int run(String[] arguments, PrintStream out, PrintStream err) throws Exception;
}
