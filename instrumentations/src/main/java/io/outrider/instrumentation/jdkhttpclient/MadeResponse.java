// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpclient;

import io.outrider.instrumentation.Headers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.BiPredicate;
import java.util.function.Function;
import javax.net.ssl.SSLSession;

/** A response whose body was at hand, read by the application's own handler. */
final class MadeResponse implements HttpResponse<Object> {
  private final Info info;
  private final HttpRequest request;
  private final HttpResponse<?> real;
  private Object body;

  /**
   * @param real null when no server has answered
   */
  private MadeResponse(Info info, HttpRequest request, HttpResponse<?> real) {
    this.info = info;
    this.request = request;
    this.real = real;
  }

  /** A response nobody has sent. */
  static CompletionStage<HttpResponse<Object>> of(
      HttpRequest request,
      HttpResponse.BodyHandler<?> handler,
      int status,
      Headers headers,
      byte[] body) {
    Map<String, List<String>> all =
        new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < headers.size(); i++) {
      List<String> values = all.get(headers.name(i));
      if (values == null) {
        values = new ArrayList<String>();
        all.put(headers.name(i), values);
      }
      values.add(headers.value(i));
    }
    if (!all.containsKey("Content-Length")) {
      all.put("Content-Length", Collections.singletonList(Integer.toString(body.length)));
    }
    Info info = new Info(status, HttpHeaders.of(all, new All()), HttpClient.Version.HTTP_1_1);
    // A HEAD has the headers of a body, and none.
    byte[] sent = "HEAD".equals(request.method()) ? new byte[0] : body;
    return read(new MadeResponse(info, request, null), handler, sent);
  }

  /** A response whose body was held back, for the application after all. */
  static CompletionStage<HttpResponse<Object>> of(
      HttpResponse<?> held, HttpResponse.BodyHandler<?> handler) {
    Info info = new Info(held.statusCode(), held.headers(), held.version());
    byte[] bytes = ((HeldBody.Bytes) held.body()).bytes;
    return read(new MadeResponse(info, held.request(), held), handler, bytes);
  }

  @SuppressWarnings("unchecked") // Whatever the type of the body, it is only handed on.
  private static CompletionStage<HttpResponse<Object>> read(
      MadeResponse response, HttpResponse.BodyHandler<?> handler, byte[] body) {
    HttpResponse.BodySubscriber<Object> subscriber =
        ((HttpResponse.BodyHandler<Object>) handler).apply(response.info);
    // Asked for first, as the library does: a subscriber may wait for that.
    CompletionStage<Object> result = subscriber.getBody();
    new Sending(subscriber, body).begin();
    return result.thenApply(response.new Filled());
  }

  @Override
  public int statusCode() {
    return info.status;
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  @Override
  public Optional<HttpResponse<Object>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return info.headers;
  }

  @Override
  public Object body() {
    return body;
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return real == null ? Optional.<SSLSession>empty() : real.sslSession();
  }

  @Override
  public URI uri() {
    return real == null ? request.uri() : real.uri();
  }

  @Override
  public HttpClient.Version version() {
    return info.version;
  }

  @Override
  public String toString() {
    return "(" + request.method() + " " + uri() + ") " + info.status;
  }

  private final class Filled implements Function<Object, HttpResponse<Object>> {
    @Override
    public HttpResponse<Object> apply(Object read) {
      body = read;
      return MadeResponse.this;
    }
  }

  private static final class All implements BiPredicate<String, String> {
    @Override
    public boolean test(String name, String value) {
      return true;
    }
  }

  private static final class Info implements HttpResponse.ResponseInfo {
    final int status;
    final HttpHeaders headers;
    final HttpClient.Version version;

    Info(int status, HttpHeaders headers, HttpClient.Version version) {
      this.status = status;
      this.headers = headers;
      this.version = version;
    }

    @Override
    public int statusCode() {
      return status;
    }

    @Override
    public HttpHeaders headers() {
      return headers;
    }

    @Override
    public HttpClient.Version version() {
      return version;
    }
  }

  /** Gives a subscriber one body, once it asks, and then the end. */
  private static final class Sending implements Flow.Subscription {
    private final HttpResponse.BodySubscriber<?> subscriber;
    private final byte[] body;
    private boolean begun;
    private boolean asked;
    private boolean over;

    Sending(HttpResponse.BodySubscriber<?> subscriber, byte[] body) {
      this.subscriber = subscriber;
      this.body = body;
    }

    void begin() {
      subscriber.onSubscribe(this);
      synchronized (this) {
        begun = true;
      }
      send();
    }

    @Override
    public void request(long n) {
      if (n > 0) {
        synchronized (this) {
          asked = true;
        }
        send();
        return;
      }
      synchronized (this) {
        if (over) {
          return;
        }
        over = true;
      }
      subscriber.onError(new IllegalArgumentException("asked for " + n + " items"));
    }

    /** Not before onSubscribe has returned: some subscribers ask in there. */
    private void send() {
      synchronized (this) {
        if (over || !begun || !asked && body.length > 0) {
          return;
        }
        over = true;
      }
      if (body.length > 0) {
        subscriber.onNext(Collections.singletonList(ByteBuffer.wrap(body).asReadOnlyBuffer()));
      }
      subscriber.onComplete();
    }

    @Override
    public synchronized void cancel() {
      over = true;
    }
  }
}
