// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.ScopeAdapter;
import io.outrider.instrumentation.SendBuffer;
import io.outrider.instrumentation.WrapAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A producer is flushed or closed: what is in its buffer goes first. Its own network thread, which
 * runs callbacks, never waits for that: what is to be handed on may need it.
 */
final class Draining implements ScopeAdapter, WrapAdapter {
  private static final String NETWORK = "kafka-producer-network-thread";

  /** As long as a producer itself gives a record by default. */
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);

  /** Where the application has a limit whose unit is not known here. */
  private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** {@code flush()}, or {@code close(long, TimeUnit)}. */
  @Override
  public Object context(Object self, Object timeout) {
    SendBuffer buffer = buffer(self);
    if (buffer == null) {
      return null;
    }
    if (timeout == null) {
      if (!Thread.currentThread().getName().startsWith(NETWORK)) {
        buffer.flush(LONGEST_NANOS);
      }
      return null;
    }
    long limit = ((Number) timeout).longValue();
    close(buffer, limit == Long.MAX_VALUE ? LONGEST_NANOS : limit > 0 ? SHORT_NANOS : 0);
    return null;
  }

  /** {@code close(Duration)}, to which is left what remains of it. */
  @Override
  public Object wrap(Object self, Object timeout) {
    SendBuffer buffer = buffer(self);
    if (buffer == null || timeout == null || ((Duration) timeout).isNegative()) {
      return timeout;
    }
    Duration limit = (Duration) timeout;
    boolean isLong = limit.getSeconds() > TimeUnit.NANOSECONDS.toSeconds(LONGEST_NANOS);
    long begun = System.nanoTime();
    close(buffer, isLong ? LONGEST_NANOS : limit.toNanos());
    Duration left = limit.minusNanos(System.nanoTime() - begun);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static SendBuffer buffer(Object self) {
    Client client = Client.KNOWN.get(self);
    return client == null ? null : client.buffer;
  }

  private static void close(SendBuffer buffer, long nanos) {
    buffer.close(Thread.currentThread().getName().startsWith(NETWORK) ? 0 : nanos);
  }
}
