// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.Keys;
import io.outrider.agent.log.AgentLog;
import java.lang.instrument.Instrumentation;

/** The agent's start, in its own loader: what happens before main, and no more than that. */
public final class Start {
  private Start() {}

  public static void premain(String arguments, Instrumentation instrumentation) throws Exception {
    start(arguments, instrumentation, false);
  }

  public static void agentmain(String arguments, Instrumentation instrumentation) throws Exception {
    start(arguments, instrumentation, true);
  }

  private static void start(String arguments, Instrumentation instrumentation, boolean attached)
      throws Exception {
    if (Dispatcher.isDefined()) {
      AgentLog.warn("start", "the agent runs in this JVM already; this one does nothing");
      return;
    }
    Config config = Config.load();
    if (!config.get(Keys.ENABLED)) {
      if (attached) {
        AgentLog.warn("start", "outrider.enabled is false in this JVM: the agent does nothing");
      }
      return;
    }
    if (arguments != null && !arguments.isEmpty()) {
      AgentLog.warn(
          "arguments",
          "the agent takes no arguments, and ignores \"" + arguments + "\": use system properties");
    }
    Dispatcher dispatcher = Dispatcher.define(instrumentation);
    if (attached || !dispatcher.training) {
      new Agent(instrumentation, config, dispatcher.type).run();
    }
  }
}
