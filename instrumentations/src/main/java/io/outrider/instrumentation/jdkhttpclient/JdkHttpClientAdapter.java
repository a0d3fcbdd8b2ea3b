// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpclient;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads requests and responses of {@code java.net.http}. */
final class JdkHttpClientAdapter implements HttpClientAdapter<HttpRequest, HttpResponse<?>> {
  @Override
  public HttpRequest request(Object self, Object a0, Object a1, Object a2) {
    if (!(a0 instanceof HttpRequest)) {
      return null;
    }
    HttpRequest request = (HttpRequest) a0;
    return request.uri() == null || opensWebSocket(request) ? null : request;
  }

  /**
   * The handshake of a WebSocket is sent through the same method, and recognised there by its
   * class: a request of ours in its place would lose the upgrade. It alone is pinned to HTTP/1.1
   * and has a key, which WebSocket.Builder lets no application set.
   */
  private static boolean opensWebSocket(HttpRequest request) {
    Optional<HttpClient.Version> version = request.version();
    return version.isPresent()
        && version.get() == HttpClient.Version.HTTP_1_1
        && request.headers().firstValue("Sec-WebSocket-Key").isPresent();
  }

  @Override
  public HttpResponse<?> response(HttpRequest request, Object returned, Throwable thrown) {
    return returned instanceof HttpResponse ? (HttpResponse<?>) returned : null;
  }

  @Override
  public String method(HttpRequest request) {
    String method = request.method();
    return method == null ? "GET" : method;
  }

  @Override
  public String scheme(HttpRequest request) {
    String scheme = request.uri().getScheme();
    return scheme == null ? null : scheme.toLowerCase(Locale.ROOT);
  }

  @Override
  public String host(HttpRequest request) {
    return request.uri().getHost();
  }

  @Override
  public int port(HttpRequest request) {
    return request.uri().getPort();
  }

  @Override
  public String url(HttpRequest request) {
    URI uri = request.uri();
    return uri.toString();
  }

  @Override
  public List<String> requestHeaders(HttpRequest request, String name) {
    return request.headers().allValues(name);
  }

  @Override
  public Object outgoing(HttpRequest request, Headers headers, long connectNanos, long requestNanos)
      throws Exception {
    Duration timeout = requestNanos > 0 ? shorter(request, requestNanos) : null;
    if (headers.size() == 0 && timeout == null) {
      return request;
    }
    return RequestOptions.exist()
        ? RequestOptions.copy(request, headers, timeout)
        : new SentRequest(request, headers, timeout);
  }

  /** The limit as a timeout, or null when the application's own is no longer than that. */
  private static Duration shorter(HttpRequest request, long nanos) {
    Duration limit = Duration.ofNanos(nanos);
    Optional<Duration> own = request.timeout();
    return own.isPresent() && own.get().compareTo(limit) <= 0 ? null : limit;
  }

  @Override
  public int status(HttpResponse<?> response) {
    return response.statusCode();
  }

  @Override
  public List<String> responseHeaders(HttpResponse<?> response, String name) {
    return response.headers().allValues(name);
  }

  @Override
  public String protocolVersion(HttpResponse<?> response) {
    HttpClient.Version version = response.version();
    if (version == HttpClient.Version.HTTP_1_1) {
      return "1.1";
    }
    if (version == HttpClient.Version.HTTP_2) {
      return "2";
    }
    return version != null && "HTTP_3".equals(version.name()) ? "3" : null;
  }

  @Override
  public boolean callable() {
    return true;
  }

  @Override
  public boolean repeatable(HttpRequest request) {
    return Bodies.canBeSentAgain(request.bodyPublisher().orElse(null));
  }

  /** A redirect that was followed is an answer to what was sent before. */
  @Override
  public boolean unsent(Object self, HttpRequest request, Throwable thrown) {
    return ((HttpClient) self).followRedirects() == HttpClient.Redirect.NEVER;
  }

  @Override
  public Object call(Object self, Object a0, Object a1, Object a2, Verdict verdict)
      throws Throwable {
    return ((HttpClient) self).send((HttpRequest) a0, Weighing.handler(a1, verdict));
  }

  @Override
  @SuppressWarnings("unchecked") // Of the body's type, as the handler is.
  public CompletableFuture<?> callAsync(
      Object self, Object a0, Object a1, Object a2, Verdict verdict) {
    return ((HttpClient) self)
        .sendAsync(
            (HttpRequest) a0,
            Weighing.handler(a1, verdict),
            (HttpResponse.PushPromiseHandler<Object>) a2);
  }

  @Override
  public CompletionStage<?> release(Object returned, Object a1) {
    HttpResponse<?> response = (HttpResponse<?>) returned;
    return response.body() instanceof HeldBody.Bytes
        ? MadeResponse.of(response, (HttpResponse.BodyHandler<?>) a1)
        : CompletableFuture.completedFuture(returned);
  }

  @Override
  public CompletionStage<?> answer(
      HttpRequest request, Object a1, int status, Headers headers, byte[] body, Verdict verdict) {
    return MadeResponse.of(request, Weighing.handler(a1, verdict), status, headers, body);
  }

  @Override
  public Throwable timeout(String message) {
    return new HttpTimeoutException(message);
  }

  @Override
  public Throwable interrupted(String message) {
    return new InterruptedException(message);
  }
}
