// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Spreads the moments at which those that were refused together come back. */
final class Jitter {
  private Jitter() {}

  /**
   * A number from 1 to {@code most} that looks random; equal seeds give equal ones.
   *
   * @param seed such as the time now in nanoseconds
   */
  static long nanos(long seed, long most) {
    long z = seed * 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 32) * 0xd6e8feb86659fd93L;
    return 1 + (z >>> 1) % most;
  }
}
