// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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

  /** Whether these are complete only when the call ends: the application adds to them meanwhile. */
  default boolean tellsHeadersLate() {
    return false;
  }

  /**
   * What the woven method gets in place of its request argument: with these headers set (names and
   * values in turn, replacing those of the same name) and with these timeouts, unless the
   * application's own are shorter. Return the object passed in when it could be changed in place,
   * or a {@link Detour} where the argument alone cannot carry all of this.
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

  /**
   * Whether calls of this library can be made by {@link #call} and {@link #callAsync}: the engine
   * then may make them in the place of the woven method, later, and more than once.
   */
  default boolean callable() {
    return false;
  }

  /** Whether the body of this request, if it has one, can be sent twice. */
  default boolean repeatable(Q request) {
    return false;
  }

  /**
   * Whether it is certain that nothing of the request was sent when the library has thrown this,
   * which is some failure to connect: a client that follows redirects may have got an answer first.
   *
   * @param self the woven method's object
   */
  default boolean unsent(Object self, Q request, Throwable thrown) {
    return false;
  }

  /**
   * Makes a call as the woven synchronous method does, by that method or another public one.
   *
   * @param self the woven method's object; the arguments likewise, or what {@link #outgoing} made
   *     of the request
   * @param verdict asked once the status is known; null: not asked. If it says that the call will
   *     be made again, the application's code for bodies is not run: see {@link #release}.
   * @throws Throwable what the library throws
   */
  default Object call(Object self, Object a0, Object a1, Object a2, Verdict verdict)
      throws Throwable {
    throw new UnsupportedOperationException();
  }

  /** Likewise as the woven method that returns a future. */
  default CompletableFuture<?> callAsync(
      Object self, Object a0, Object a1, Object a2, Verdict verdict) {
    throw new UnsupportedOperationException();
  }

  /**
   * What the application gets after all when the call was not made again, though the {@link
   * Verdict} was that it would be: the response, with the application's code for bodies run. A body
   * of an error is kept up to 64 KiB.
   *
   * @param returned what the call gave
   * @param a1 the woven method's second argument
   */
  default CompletionStage<?> release(Object returned, Object a1) {
    throw new UnsupportedOperationException();
  }

  /**
   * A response that no server has sent, as the woven method would give it to the application, with
   * the application's code for bodies run. Null when this library leaves no way to make one.
   *
   * @param a1 the woven method's second argument
   * @param verdict as for {@link #call}
   */
  default CompletionStage<?> answer(
      Q request, Object a1, int status, Headers headers, byte[] body, Verdict verdict) {
    return null;
  }

  /**
   * Whether a call has failed because the application itself has cancelled it, which is no fault of
   * the peer's. Cancellations that the exception's class tells need not be told here.
   *
   * @param nanos how long the call has taken
   */
  default boolean givenUp(Q request, Throwable thrown, long nanos) {
    return false;
  }

  /** What this library throws when an answer does not come in time. */
  default Throwable timeout(String message) {
    return new SocketTimeoutException(message);
  }

  /**
   * What a synchronous call of this library throws when its thread is interrupted while the engine
   * lets it wait: an InterruptedException only where the woven method declares it.
   */
  default Throwable interrupted(String message) {
    return new InterruptedIOException(message);
  }

  /**
   * Another way to make the call, for libraries that set a timeout on something else than the woven
   * method's arguments. {@link #call} gets it in the request's place; else the engine runs it where
   * the woven method is not let.
   */
  interface Detour {
    /**
     * What the woven method would return.
     *
     * @throws Throwable what the library throws
     */
    Object call() throws Throwable;
  }

  /** Decides whether a call will be made again, while its response is coming in. */
  interface Verdict {
    /**
     * Asked at most once for a call, on whichever thread. Never throws.
     *
     * @param retryAfter the first value of the header of that name; null when there is none
     */
    boolean again(int status, String retryAfter);
  }
}
