// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpclient;

import io.outrider.instrumentation.ConnectLimitAdapter;
import java.time.Duration;
import java.util.Optional;

/**
 * A request of {@code java.net.http} cannot say how long it may take to connect, only its client
 * can; the client is asked once for each call.
 */
final class ConnectLimit implements ConnectLimitAdapter {
  @Override
  public Object limit(Object returned, long nanos) {
    Duration limit = Duration.ofNanos(nanos);
    Optional<?> own = (Optional<?>) returned;
    return own.isPresent() && ((Duration) own.get()).compareTo(limit) <= 0
        ? returned
        : Optional.of(limit);
  }
}
