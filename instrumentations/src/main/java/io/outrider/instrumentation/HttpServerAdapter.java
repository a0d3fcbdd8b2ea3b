// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.List;

/**
 * Answers the engine's questions about one kind of HTTP server. Stateless; one instance serves all
 * threads.
 *
 * @param <Q> the request
 * @param <R> the response; may be the same object
 */
public interface HttpServerAdapter<Q, R> {
  /**
   * The request, found among the woven method's object and first three arguments. Null: not an HTTP
   * request.
   */
  Q request(Object self, Object a0, Object a1, Object a2);

  R response(Object self, Object a0, Object a1, Object a2);

  String method(Q request);

  /** {@code http} or {@code https}. */
  String scheme(Q request);

  /** The raw path, with no query; starts with a slash. */
  String path(Q request);

  /** The raw query, or null. */
  String query(Q request);

  /** The first value of a header, or null. */
  String header(Q request, String name);

  /** All values of a header; empty when absent. */
  List<String> headers(Q request, String name);

  /** The address the connection comes from, as text, or null. */
  String peerAddress(Q request);

  /** 0 when not known. */
  int peerPort(Q request);

  /** {@code 1.1}, {@code 2}; null when not known. */
  String protocolVersion(Q request);

  /**
   * The status that the client gets; 0 when none was set yet or none will be sent.
   *
   * @param thrown what the woven method threw, or null: the adapter knows what its server makes of
   *     it
   */
  int status(R response, Throwable thrown);

  List<String> responseHeaders(R response, String name);

  /**
   * What {@link #state(Object, Object)} stored on this very request, or null. A server whose
   * requests have no place of their own for it returns null; re-dispatches are then not recognised.
   */
  Object state(Q request);

  void state(Q request, Object state);

  /**
   * Called when the method has returned: is somebody else going to answer? If so the adapter
   * arranges that {@code completion} is called once that has happened, and returns true.
   */
  boolean suspended(Q request, R response, Completion completion);

  /** Answers in the application's place, unless an answer is on its way already. */
  void answer(Q request, R response, int status, Headers headers, byte[] body) throws Exception;

  /**
   * The end of a request that went on after its method had returned. Only the first call counts.
   */
  interface Completion {
    /**
     * @param status 0: not known
     * @param error null unless the server reported one
     */
    void completed(int status, Throwable error);

    /** Nobody can complete it any more, and there is nothing to tell of it. */
    default void abandoned() {}
  }
}
