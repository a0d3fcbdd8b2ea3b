// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpclient;

import io.outrider.instrumentation.Headers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** An application's request with some headers and perhaps the timeout replaced. */
final class SentRequest extends HttpRequest {
  private static final BiPredicate<String, String> ALL =
      new BiPredicate<String, String>() {
        @Override
        public boolean test(String name, String value) {
          return true;
        }
      };

  private final HttpRequest request;
  private final HttpHeaders headers;
  private final Optional<Duration> timeout;

  /**
   * @param timeout null: the application's
   */
  SentRequest(HttpRequest request, Headers replaced, Duration timeout) {
    // What a response hands back may be sent again: no wrapper around a wrapper.
    this.request = request instanceof SentRequest ? ((SentRequest) request).request : request;
    this.headers = merge(request.headers(), replaced);
    this.timeout = timeout == null ? request.timeout() : Optional.of(timeout);
  }

  private static HttpHeaders merge(HttpHeaders own, Headers replaced) {
    if (replaced.size() == 0) {
      return own;
    }
    // HttpHeaders.of refuses names that differ only in case, so they have to meet here.
    Map<String, List<String>> all =
        new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(own.map());
    for (int i = 0; i < replaced.size(); i++) {
      all.put(replaced.name(i), Collections.singletonList(replaced.value(i)));
    }
    return HttpHeaders.of(all, ALL);
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public Optional<Duration> timeout() {
    return timeout;
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return request.bodyPublisher();
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public boolean expectContinue() {
    return request.expectContinue();
  }

  @Override
  public URI uri() {
    return request.uri();
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return request.version();
  }

  @Override
  public String toString() {
    return request.toString();
  }
}
