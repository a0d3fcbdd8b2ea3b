// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactornetty;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.timeout.ReadTimeoutException;
import io.outrider.instrumentation.ClientCalls;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import io.outrider.instrumentation.InsteadAdapter;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** Makes and reads the calls of Reactor Netty's HTTP client. */
final class Connecting implements InsteadAdapter, HttpClientAdapter<Call, HttpClientResponse> {
  private final ClientCalls calls = ClientCalls.of(this, "reactor-netty-client");
  private volatile Field config;

  @Override
  @SuppressWarnings("unchecked") // The woven class is a Mono of these, and takes its subscribers.
  public Callable<?> instead(Object self, Object[] arguments) throws Exception {
    if (arguments[0] instanceof Receiving || !calls.observes()) {
      return null;
    }
    Field known = config;
    if (known == null) {
      known = self.getClass().getDeclaredField("config");
      known.setAccessible(true);
      config = known;
    }
    HttpClientConfig settings = (HttpClientConfig) known.get(self);
    if (settings.websocketClientSpec() != null) {
      return null;
    }
    final CoreSubscriber<? super Connection> subscriber =
        (CoreSubscriber<? super Connection>) arguments[0];
    final Call call = new Call((Mono<Connection>) self, settings, Target.of(settings), subscriber);
    return new Callable<Object>() {
      @Override
      public Object call() {
        make(call, subscriber);
        return null;
      }
    };
  }

  private void make(Call call, CoreSubscriber<? super Connection> subscriber) {
    CompletableFuture<?> future;
    try {
      future = calls.make(call);
      if (future == null) {
        future = call.send(null, 0, null);
      }
    } catch (Throwable e) {
      CompletableFuture<Object> failed = new CompletableFuture<Object>();
      failed.completeExceptionally(e);
      future = failed;
    }
    Delivery delivery = new Delivery(call, subscriber, future);
    subscriber.onSubscribe(delivery);
    future.whenComplete(delivery);
  }

  @Override
  public Call request(Object call, Object a0, Object a1, Object a2) {
    return (Call) call;
  }

  @Override
  public HttpClientResponse response(Call call, Object returned, Throwable thrown) {
    return call.response;
  }

  @Override
  public String method(Call call) {
    return call.config.method().name();
  }

  @Override
  public String scheme(Call call) {
    return call.target.scheme;
  }

  @Override
  public String host(Call call) {
    return call.target.host;
  }

  @Override
  public int port(Call call) {
    return call.target.port;
  }

  @Override
  public String url(Call call) {
    return call.target.url;
  }

  @Override
  public List<String> requestHeaders(Call call, String name) {
    HttpClientRequest sent = call.sent;
    HttpHeaders headers = sent == null ? call.config.headers() : sent.requestHeaders();
    return headers.getAll(name);
  }

  @Override
  public boolean tellsHeadersLate() {
    return true;
  }

  @Override
  public Object outgoing(
      final Call call, final Headers headers, long connectNanos, final long requestNanos) {
    return new Attempt(call, headers, requestNanos);
  }

  @Override
  public int status(HttpClientResponse response) {
    return response.status().code();
  }

  @Override
  public List<String> responseHeaders(HttpClientResponse response, String name) {
    return response.responseHeaders().getAll(name);
  }

  @Override
  public String protocolVersion(HttpClientResponse response) {
    String text = response.version().text();
    if (!text.startsWith("HTTP/")) {
      return null;
    }
    return text.endsWith(".0") && !text.endsWith("1.0") ? text.substring(5, 6) : text.substring(5);
  }

  @Override
  public boolean callable() {
    return true;
  }

  /** Whether a body can be sent twice its publisher does not tell. */
  @Override
  public boolean repeatable(Call call) {
    switch (method(call)) {
      case "GET":
      case "HEAD":
      case "OPTIONS":
      case "TRACE":
      case "DELETE":
        return true;
      default:
        return false;
    }
  }

  @Override
  public boolean unsent(Object self, Call call, Throwable thrown) {
    return call.config.followRedirectPredicate() == null;
  }

  @Override
  public CompletableFuture<?> callAsync(
      Object self, Object attempt, Object a1, Object a2, Verdict verdict) {
    return ((Attempt) attempt).send(verdict);
  }

  /** The same whether the request's own limit or ours is up first. */
  @Override
  public Throwable timeout(String message) {
    return ReadTimeoutException.INSTANCE;
  }

  /** It was left unread. */
  @Override
  public CompletionStage<?> release(Object returned, Object a1) {
    return CompletableFuture.completedFuture(returned);
  }

  /** What is sent, and within which time. */
  private static final class Attempt implements Detour {
    private final Call call;
    private final Headers headers;
    private final long requestNanos;

    Attempt(Call call, Headers headers, long requestNanos) {
      this.call = call;
      this.headers = headers;
      this.requestNanos = requestNanos;
    }

    @Override
    public Object call() {
      return send(null);
    }

    CompletableFuture<Object> send(Verdict verdict) {
      return call.send(headers, requestNanos, verdict);
    }
  }
}
