// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** What a {@link SendBuffer} may hold, and what it does when that is too little. Immutable. */
public final class BufferLimits {
  final int maxMessages;
  final long maxBytes;
  final boolean dropsOldest;
  final long maxWaitNanos;

  /**
   * @param maxMessages at least 1
   * @param maxBytes 0: bytes do not matter
   * @param dropsOldest when full: the oldest go for the newest; else the newest is dropped
   * @param maxWaitNanos how long the newest may wait for room before; 0: not at all
   */
  public BufferLimits(int maxMessages, long maxBytes, boolean dropsOldest, long maxWaitNanos) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
    this.dropsOldest = dropsOldest;
    this.maxWaitNanos = maxWaitNanos;
  }

  /** Whether bytes matter. */
  public boolean countsBytes() {
    return maxBytes > 0;
  }

  boolean admit(int messages, long bytes) {
    return messages <= maxMessages && (maxBytes == 0 || bytes <= maxBytes);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof BufferLimits)) {
      return false;
    }
    BufferLimits that = (BufferLimits) other;
    return maxMessages == that.maxMessages
        && maxBytes == that.maxBytes
        && dropsOldest == that.dropsOldest
        && maxWaitNanos == that.maxWaitNanos;
  }

  @Override
  public int hashCode() {
    return maxMessages + 31 * (Long.hashCode(maxBytes) + 31 * Long.hashCode(maxWaitNanos));
  }
}
