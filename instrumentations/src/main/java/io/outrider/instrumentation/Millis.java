// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Time limits as libraries take them that know whole milliseconds only. */
public final class Millis {
  private static final long NANOS = 1_000_000L;

  private Millis() {}

  /**
   * Rounded up, for to most libraries 0 means no limit; at most what an int holds.
   *
   * @param nanos not below 0
   */
  public static int roundedUp(long nanos) {
    long millis = nanos / NANOS + (nanos % NANOS == 0 ? 0 : 1);
    return (int) Math.min(Integer.MAX_VALUE, millis);
  }
}
