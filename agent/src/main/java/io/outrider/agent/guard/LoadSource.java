// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Measures one part of how busy the process is. Asked by one thread. */
interface LoadSource {
  /** Said as long as nothing is known. */
  double UNKNOWN = -1;

  /**
   * A part of the whole, 0 to 1, or {@link #UNKNOWN}.
   *
   * @param nowNanos {@link System#nanoTime} of now
   */
  double read(long nowNanos);
}
