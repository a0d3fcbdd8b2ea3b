// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactornetty;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter.Verdict;
import io.outrider.instrumentation.Millis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** One subscription to a request. */
final class Call {
  final HttpClientConfig config;
  final Target target;
  private final Mono<Connection> mono;
  private final CoreSubscriber<? super Connection> subscriber;

  /** The last one that came; null when none did. */
  volatile HttpClientResponse response;

  /** As it was sent, or would be next; null before. */
  volatile HttpClientRequest sent;

  /** A failed answer, unread, that is not the application's unless no other comes. */
  private volatile Connection held;

  private volatile Headers headers;
  private volatile long requestNanos;

  Call(
      Mono<Connection> mono,
      HttpClientConfig config,
      Target target,
      CoreSubscriber<? super Connection> subscriber) {
    this.mono = mono;
    this.config = config;
    this.target = target;
    this.subscriber = subscriber;
  }

  /**
   * Makes the call, or another attempt of it.
   *
   * @param headers null: as it is
   * @param requestNanos 0: no limit
   */
  CompletableFuture<Object> send(Headers headers, long requestNanos, Verdict verdict) {
    this.headers = headers;
    this.requestNanos = requestNanos;
    response = null;
    dropHeld();
    Receiving receiving = new Receiving(this, subscriber.currentContext(), verdict);
    mono.subscribe(receiving);
    return receiving.future;
  }

  /** The headers are about to be sent; more than once where the library sends again. */
  void sending(HttpClientRequest request) {
    sent = request;
    Headers added = headers;
    for (int i = 0; added != null && i < added.size(); i++) {
      request.requestHeaders().set(added.name(i), added.value(i));
    }
    if (requestNanos > 0) {
      Duration own = ResponseTimeout.of(request, config);
      Duration limit = Duration.ofMillis(Millis.roundedUp(requestNanos));
      if (own == null || own.isZero() || own.compareTo(limit) > 0) {
        request.responseTimeout(limit);
      }
    }
  }

  void hold(Connection connection) {
    held = connection;
  }

  /** It is the application's after all. */
  void release() {
    held = null;
  }

  void dropHeld() {
    Connection unread = held;
    if (unread != null) {
      held = null;
      unread.dispose();
    }
  }
}
