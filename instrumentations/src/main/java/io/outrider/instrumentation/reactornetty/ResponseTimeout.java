// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactornetty;

import java.lang.reflect.Field;
import java.time.Duration;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.http.client.HttpClientRequest;

/** How long a request waits for its answer, which it lets be set and does not tell. */
final class ResponseTimeout {
  private static volatile Field field;

  private ResponseTimeout() {}

  /** Null when it has none; the client's where the request's own cannot be read. */
  static Duration of(HttpClientRequest request, HttpClientConfig config) {
    try {
      Field known = field;
      if (known == null || known.getDeclaringClass() != request.getClass()) {
        known = request.getClass().getDeclaredField("responseTimeout");
        known.setAccessible(true);
        field = known;
      }
      return (Duration) known.get(request);
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      return config.responseTimeout();
    }
  }
}
