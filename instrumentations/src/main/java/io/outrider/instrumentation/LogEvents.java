// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.Map;

/**
 * Where adapters of logging libraries hand over each event that is to be exported, on the thread
 * that logs. The agent installs the real one where logs are exported; else there is none.
 *
 * <p>An event is an opaque object here: begun, told what it says, and emitted once.
 */
public abstract class LogEvents {
  public static final int TRACE = 1;
  public static final int DEBUG = 5;
  public static final int INFO = 9;
  public static final int WARN = 13;
  public static final int ERROR = 17;
  public static final int FATAL = 21;

  private static volatile LogEvents installed;

  protected LogEvents() {}

  public static void install(LogEvents events) {
    installed = events;
  }

  /** Null: nobody wants any. To be asked for each event. */
  public static LogEvents orNull() {
    return installed;
  }

  /**
   * @param logger its name
   * @param severity one of the numbers above, or one of the three after each
   * @param level what the library calls it
   * @param body the message, formatted
   * @param epochMillis when it was logged
   * @return null when this thread's events are not wanted: it exports them
   */
  public abstract Object begin(
      String logger, int severity, String level, String body, long epochMillis);

  /** A null value says nothing. */
  public abstract void attribute(Object event, String key, Object value);

  /** Whether {@link #context} would use any of it. */
  public abstract boolean wantsContext();

  /** The event's MDC, of which configuration says what is exported; may be null. */
  public abstract void context(Object event, Map<String, String> mdc);

  /**
   * The thread that logged, where configuration wants it.
   *
   * @param id 0 when unknown
   */
  public abstract void thread(Object event, String name, long id);

  /** May be null. */
  public abstract void thrown(Object event, Throwable thrown);

  public abstract void emit(Object event);
}
