// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * What a line of a log says about the span it was written in: a few fields, by number. The agent
 * installs the real one; until then no line belongs to a span.
 *
 * <p>A span is an opaque object here. It is asked for when the event is made, on the thread that
 * made it, and may be kept with the event: what it says does not change. Nothing here allocates.
 */
public abstract class LogIds {
  private static volatile LogIds installed = new None();

  private final String[] keys;

  /**
   * @param keys the names of the fields
   */
  protected LogIds(String... keys) {
    this.keys = keys;
  }

  public static void install(LogIds ids) {
    installed = ids;
  }

  /** Never null, and not the same for ever: to be asked for each event. */
  public static LogIds get() {
    return installed;
  }

  /** How many fields there are. */
  public final int count() {
    return keys.length;
  }

  /** A field's name, such as {@code trace_id}. */
  public final String key(int index) {
    return keys[index];
  }

  /** The span of the current thread; null where there is none, or logs are not to name it. */
  public abstract Object span();

  /** A field's value; never null. */
  public abstract String value(Object span, int index);

  private static final class None extends LogIds {
    @Override
    public Object span() {
      return null;
    }

    @Override
    public String value(Object span, int index) {
      throw new IllegalArgumentException("no span");
    }
  }
}
