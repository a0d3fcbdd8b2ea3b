// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.log;

/** The agent's log. */
public final class AgentLog {
  private AgentLog() {}

  public static void warn(String kind, String message) {
    System.err.println("[outrider] WARN " + message);
  }

  public static void warn(String kind, String message, Throwable error) {
    System.err.println("[outrider] WARN " + message + ": " + error);
    if (Boolean.getBoolean("outrider.trace")) error.printStackTrace();
  }

  public static void debug(String kind, String message) {}
}
