// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long calls took, summed up over about a second. Number and sum are one word, so a call costs
 * one addition and the average is never torn.
 */
final class SampleWindow {
  /** Of the word, the lower bits are microseconds, those above the number of calls. */
  private static final int MICROS_BITS = 44;

  private static final long MICROS = (1L << MICROS_BITS) - 1;

  /** The window is closed early here, so that neither part of the word overflows. */
  static final int MAX_CALLS = 1 << 17;

  /** 67 s. */
  private static final long LONGEST_MICROS = 1L << 26;

  private final long startNanos;
  private final HotLong word = new HotLong();
  private final AtomicInteger drops = new AtomicInteger();

  /** Whether the limit was in use at all; read by each call, written by few. */
  private volatile boolean busy;

  SampleWindow(long startNanos) {
    this.startNanos = startNanos;
  }

  void add(long nanos) {
    word.addAndGet(1L << MICROS_BITS | Math.min(LONGEST_MICROS, nanos / 1_000));
  }

  void drop() {
    drops.incrementAndGet();
  }

  void busy() {
    if (!busy) {
      busy = true;
    }
  }

  boolean wasBusy() {
    return busy;
  }

  int calls() {
    return (int) (word.get() >>> MICROS_BITS);
  }

  int drops() {
    return drops.get();
  }

  /** Of the calls that were not dropped; 0 when there was none. */
  double averageMicros() {
    long both = word.get();
    long calls = both >>> MICROS_BITS;
    return calls == 0 ? 0 : (double) (both & MICROS) / calls;
  }

  boolean over(long nanos, int minimum, long nowNanos) {
    int calls = calls();
    return nowNanos - startNanos >= nanos && calls + drops() >= minimum || calls >= MAX_CALLS;
  }
}
