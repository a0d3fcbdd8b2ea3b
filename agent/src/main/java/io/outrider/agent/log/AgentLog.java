// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.log;

import java.io.OutputStream;

/**
 * The agent's own log: to stderr, or to a file, from WARN up unless told otherwise. It writes on
 * the calling thread, at most one message a minute of one kind, and never throws.
 *
 * <p>It writes to the process's stderr and not to {@code System.err}: an application server may
 * have put its own logging behind that, which would run the application's code inside the agent.
 */
public final class AgentLog {
  static final int OFF = 0;
  static final int ERROR = 1;
  static final int WARN = 2;
  static final int INFO = 3;
  static final int DEBUG = 4;

  private static final String[] NAMES = {"OFF", "ERROR", "WARN", "INFO", "DEBUG"};

  private static volatile int level = WARN;

  /** Null until there is a message or a file: most processes never log anything. */
  private static volatile LogOutput output;

  private AgentLog() {}

  /**
   * Sets where the log goes and from which level up.
   *
   * @param levelName error, warn, info, debug or off; anything else leaves the level as it is
   * @param file appended to, created with its folders when possible; null or one that cannot be
   *     written: stderr
   */
  public static void configure(String levelName, String file) {
    for (int i = 0; i < NAMES.length; i++) {
      if (NAMES[i].equalsIgnoreCase(levelName)) {
        level = i;
      }
    }
    if (file != null && level != OFF) {
      String problem = output().open(file);
      if (problem != null) {
        warn("log.file", problem);
      }
    }
  }

  public static boolean isDebug() {
    return level >= DEBUG;
  }

  /** True when a message of this level would be written, rate limits apart. */
  public static boolean isInfo() {
    return level >= INFO;
  }

  public static boolean isWarn() {
    return level >= WARN;
  }

  public static boolean isError() {
    return level >= ERROR;
  }

  /**
   * @param kind what messages share one rate limit, from a small fixed set such as {@code
   *     "weave.misfit"}: not a text that varies with each call
   */
  public static void error(String kind, String message) {
    log(ERROR, kind, message, null);
  }

  public static void error(String kind, String message, Throwable thrown) {
    log(ERROR, kind, message, thrown);
  }

  public static void warn(String kind, String message) {
    log(WARN, kind, message, null);
  }

  public static void warn(String kind, String message, Throwable thrown) {
    log(WARN, kind, message, thrown);
  }

  public static void info(String kind, String message) {
    log(INFO, kind, message, null);
  }

  /**
   * Not rate limited by kind: who asks for debug wants all of it, up to the limit for everything.
   */
  public static void debug(String kind, String message) {
    log(DEBUG, kind, message, null);
  }

  public static void debug(String kind, String message, Throwable thrown) {
    log(DEBUG, kind, message, thrown);
  }

  private static void log(int messageLevel, String kind, String message, Throwable thrown) {
    if (messageLevel > level) {
      return;
    }
    try {
      // Who asks for debug wants each of its messages.
      String limited = messageLevel == DEBUG ? null : kind;
      output().write(NAMES[messageLevel], limited, message, thrown, isDebug());
    } catch (Throwable ignored) {
      // A log that cannot be written must not reach the application; there is nobody to tell.
    }
  }

  private static LogOutput output() {
    LogOutput current = output;
    if (current != null) {
      return current;
    }
    synchronized (AgentLog.class) {
      if (output == null) {
        output = LogOutput.toStderr();
      }
      return output;
    }
  }

  /** For tests: a stream in place of stderr, and limits that start anew. */
  static void redirect(String levelName, OutputStream stream) {
    output = new LogOutput(stream);
    configure(levelName, null);
  }
}
