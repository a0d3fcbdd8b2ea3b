// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.log;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one message of a kind through a minute, and {@value #MESSAGES_A_MINUTE} of all kinds
 * together; counts the others.
 */
final class LogLimit {
  /** What {@link #admit} answers when the message must not be written. */
  static final int REFUSED = -1;

  static final int MESSAGES_A_MINUTE = 120;
  static final int DEBUG_MESSAGES_A_MINUTE = 60_000;
  static final int KINDS = 256;
  static final long MINUTE_NANOS = 60_000_000_000L;

  private final ConcurrentHashMap<String, Kind> kinds = new ConcurrentHashMap<String, Kind>();
  private final Kind overflow = new Kind();
  private final AtomicLong minuteStart = new AtomicLong(Long.MIN_VALUE);
  private final AtomicInteger inThisMinute = new AtomicInteger();
  private final AtomicInteger suppressedByAll = new AtomicInteger();

  /**
   * Asks to write one message.
   *
   * @param kind null: only the limit for all kinds together applies
   * @return {@link #REFUSED}, or how many messages have been suppressed since the last one that was
   *     let through
   */
  int admit(String kind, long nowNanos, boolean debug) {
    Kind state = kind == null ? null : kind(kind);
    if (state != null && !state.take(nowNanos)) {
      return REFUSED;
    }
    long start = minuteStart.get();
    if ((start == Long.MIN_VALUE || nowNanos - start >= MINUTE_NANOS)
        && minuteStart.compareAndSet(start, nowNanos)) {
      inThisMinute.set(0);
    }
    if (inThisMinute.incrementAndGet() > (debug ? DEBUG_MESSAGES_A_MINUTE : MESSAGES_A_MINUTE)) {
      suppressedByAll.incrementAndGet();
      return REFUSED;
    }
    int suppressed = suppressedByAll.getAndSet(0);
    return state == null ? suppressed : suppressed + state.suppressed.getAndSet(0);
  }

  private Kind kind(String name) {
    Kind known = kinds.get(name);
    if (known != null) {
      return known;
    }
    // Kinds come from logger names of libraries too: past the bound they share one limit.
    if (kinds.size() >= KINDS) {
      return overflow;
    }
    Kind created = new Kind();
    Kind raced = kinds.putIfAbsent(name, created);
    return raced == null ? created : raced;
  }

  private static final class Kind {
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger suppressed = new AtomicInteger();

    boolean take(long nowNanos) {
      long before = last.get();
      boolean due = before == Long.MIN_VALUE || nowNanos - before >= MINUTE_NANOS;
      if (due && last.compareAndSet(before, nowNanos)) {
        return true;
      }
      suppressed.incrementAndGet();
      return false;
    }
  }
}
