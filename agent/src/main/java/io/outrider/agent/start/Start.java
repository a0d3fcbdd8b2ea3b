// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.Keys;
import java.io.File;
import java.lang.instrument.Instrumentation;

/** The agent's start, in its own loader: what happens before main, and no more than that. */
public final class Start {
  private Start() {}

  public static void start(
      String arguments, Instrumentation instrumentation, boolean attached, File jar)
      throws Exception {
    if (Dispatcher.isDefined()) {
      System.err.println(
          "[outrider] WARN the agent runs in this JVM already; this one does nothing");
      return;
    }
    boolean training = !attached && Dispatcher.isTrainingRun(instrumentation);
    Class<?> dispatcher = Dispatcher.define(instrumentation, jar);
    if (training) {
      return;
    }
    Config config = Config.load();
    if (!config.get(Keys.ENABLED)) {
      return;
    }
    new Agent(instrumentation, config, dispatcher).run();
  }
}
