// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.log.jul;

import io.outrider.agent.log.AgentLog;

/**
 * Stands in for {@code java.util.logging.Logger}, to which OpenTelemetry, OkHttp and Okio are
 * bound: when the JAR is built, their references are turned to this class. Loading the real one in
 * premain would start the JDK's LogManager before the application has named its own.
 *
 * <p>It has exactly the members those libraries call, and writes to the agent's log with the
 * logger's name as the kind.
 */
public final class Logger {
  private final String name;

  private Logger(String name) {
    this.name = name;
  }

  public static Logger getLogger(String name) {
    return new Logger(name);
  }

  public boolean isLoggable(Level level) {
    if (level.value >= Level.SEVERE.value) {
      return AgentLog.isError();
    }
    if (level.value >= Level.WARNING.value) {
      return AgentLog.isWarn();
    }
    return level.value >= Level.INFO.value ? AgentLog.isInfo() : AgentLog.isDebug();
  }

  public void log(Level level, String message) {
    log(level, message, (Throwable) null);
  }

  public void log(Level level, String message, Throwable thrown) {
    if (!isLoggable(level)) {
      return;
    }
    String text = shortName() + ": " + message;
    if (level.value >= Level.SEVERE.value) {
      AgentLog.error(name, text, thrown);
    } else if (level.value >= Level.WARNING.value) {
      AgentLog.warn(name, text, thrown);
    } else if (level.value >= Level.INFO.value) {
      AgentLog.info(name, thrown == null ? text : text + ": " + thrown);
    } else {
      AgentLog.debug(name, text, thrown);
    }
  }

  /** Replaces {@code {0}}, {@code {1}} and so on in the message by the parameters. */
  public void log(Level level, String message, Object[] parameters) {
    if (!isLoggable(level)) {
      return;
    }
    String text = message;
    for (int i = 0; text != null && parameters != null && i < parameters.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(parameters[i]));
    }
    log(level, text, (Throwable) null);
  }

  public void warning(String message) {
    log(Level.WARNING, message, (Throwable) null);
  }

  public void info(String message) {
    log(Level.INFO, message, (Throwable) null);
  }

  public void fine(String message) {
    log(Level.FINE, message, (Throwable) null);
  }

  private String shortName() {
    return name == null ? "" : name.substring(name.lastIndexOf('.') + 1);
  }
}
