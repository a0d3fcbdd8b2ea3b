// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import io.outrider.instrumentation.Millis;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.util.Timeout;

/** The shorter ones of two sets of timeouts. */
final class Limits {
  private Limits() {}

  /**
   * The same object when the application's are all as short.
   *
   * @param connectNanos 0: none
   * @param requestNanos 0: none
   */
  @SuppressWarnings("deprecation") // Since 5.2, in favour of what belongs to the pool.
  static RequestConfig of(RequestConfig own, long connectNanos, long requestNanos) {
    Timeout connect = shorter(own.getConnectTimeout(), connectNanos);
    Timeout response = shorter(own.getResponseTimeout(), requestNanos);
    Timeout lease = shorter(own.getConnectionRequestTimeout(), requestNanos);
    if (connect == own.getConnectTimeout()
        && response == own.getResponseTimeout()
        && lease == own.getConnectionRequestTimeout()) {
      return own;
    }
    return RequestConfig.copy(own)
        .setConnectTimeout(connect)
        .setResponseTimeout(response)
        .setConnectionRequestTimeout(lease)
        .build();
  }

  /** In milliseconds, rounded up, for 0 means no limit. */
  private static Timeout shorter(Timeout own, long limitNanos) {
    if (limitNanos <= 0) {
      return own;
    }
    int millis = Millis.roundedUp(limitNanos);
    boolean none = own == null || own.getDuration() <= 0;
    return none || own.toMilliseconds() > millis ? Timeout.ofMilliseconds(millis) : own;
  }
}
