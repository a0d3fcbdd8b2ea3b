// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** A message in a {@link SendBuffer}. One of the two below is called, once. */
public abstract class Buffered {
  final long bytes;
  long sinceNanos;

  /**
   * @param bytes about how many it takes; 0 where they do not matter
   */
  protected Buffered(long bytes) {
    this.bytes = bytes;
  }

  /**
   * Gives it to the library, which may hold this thread up.
   *
   * @param waitedNanos how long it has been in the buffer
   */
  protected abstract void handOn(long waitedNanos);

  /** There is no room for it, or no time left. */
  protected abstract void drop();
}
