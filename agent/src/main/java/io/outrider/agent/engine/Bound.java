// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.HttpClientAdapter;

/**
 * The limit of a call that returns a future, for the whole of it: before Java 26 the JDK's own
 * timer stops when the headers of the response are there, and a body that never ends keeps the
 * future waiting for ever. Handlers that stream complete their future by the headers, and are not
 * hit. A synchronous call is not bound like this: nothing stops it but an interrupt, which we never
 * send.
 */
final class Bound {
  /** The client's own timer is to go off first where there is one. */
  private static final long GRACE_NANOS = 50_000_000L;

  private Bound() {}

  /** Null when nothing limits the call. */
  static Later.Task set(Engine engine, Operation operation, Runnable expired) {
    long limit = engine.guards.requestNanos(operation);
    if (limit <= 0) {
      return null;
    }
    long gone = System.nanoTime() - operation.startNanos;
    return Later.run(expired, limit - gone + GRACE_NANOS);
  }

  static Throwable timeout(HttpClientAdapter<?, ?> adapter, Operation operation) {
    return adapter.timeout(
        "request timed out: Outrider's limit for the whole exchange with "
            + operation.host
            + ", the body included, is timeout.request");
  }
}
