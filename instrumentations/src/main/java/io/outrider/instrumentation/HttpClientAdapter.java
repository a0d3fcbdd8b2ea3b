// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.List;

/**
 * Answers the engine's questions about one HTTP client library. Stateless; one instance serves all
 * threads. It may throw: the engine counts that and lets the call go on unobserved.
 *
 * @param <Q> what holds the request
 * @param <R> what holds the response
 */
public interface HttpClientAdapter<Q, R> {
  /**
   * The request, found among the woven method's object and first three arguments. Null: leave this
   * call alone.
   */
  Q request(Object self, Object a0, Object a1, Object a2);

  /**
   * The response; null when there is none.
   *
   * @param returned what the method returned, or its future gave; null when it threw
   * @param thrown null when it returned. Some libraries throw although the server has answered.
   */
  R response(Q request, Object returned, Throwable thrown);

  String method(Q request);

  /** In lower case. */
  String scheme(Q request);

  /** Null when the request has none. */
  String host(Q request);

  /** -1 when not said. */
  int port(Q request);

  /** The whole URL as the application gave it; the engine redacts it. */
  String url(Q request);

  /** The values of a request header; empty when absent. */
  List<String> requestHeaders(Q request, String name);

  /**
   * What the woven method gets in place of its request argument: with these headers set (names and
   * values in turn, replacing those of the same name) and with these timeouts, unless the
   * application's own are shorter. Return the object passed in when it could be changed in place.
   *
   * @param connectNanos 0: leave as it is
   * @param requestNanos 0: leave as it is
   */
  Object outgoing(Q request, Headers headers, long connectNanos, long requestNanos)
      throws Exception;

  /** 0 when there is none. */
  int status(R response);

  List<String> responseHeaders(R response, String name);

  /** {@code 1.1}, {@code 2}; null when not known. */
  String protocolVersion(R response);
}
