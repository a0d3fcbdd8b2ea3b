// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.outrider.agent.guard.Deadline;
import io.outrider.agent.guard.DeadlineHeader;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * The convention of HTTP clients: how a call begins and how it ends, whichever library makes it.
 */
final class HttpClientCalls {
  /** How a call ends that the application has given up without waiting for its answer. */
  static final CancellationException GIVEN_UP = new CancellationException();

  private static final long NS_PER_MS = 1_000_000L;

  private final Engine engine;

  HttpClientCalls(Engine engine) {
    this.engine = engine;
  }

  /**
   * Begins a call: guards, span, headers. The operation is not yet current. When it throws, what it
   * has begun has ended.
   *
   * @param mayWait whether guards may hold up this thread
   * @return null when this call is not to be observed
   */
  @SuppressWarnings("unchecked") // It is asked about its own request alone.
  <Q> Operation begin(HttpClientAdapter<Q, ?> adapter, Q request, boolean mayWait)
      throws Exception {
    Context current = Current.get();
    if (Operation.isNested(current, Operation.Kind.HTTP_CLIENT)) {
      return null;
    }
    Operation operation =
        new Operation(Operation.Kind.HTTP_CLIENT, Operation.parent(current), System.nanoTime());
    try {
      operation.mayWait = mayWait;
      operation.request = request;
      operation.client = (HttpClientAdapter<Object, ?>) adapter;
      String method = adapter.method(request);
      operation.method = engine.methods.normalised(method);
      String host = adapter.host(request);
      operation.peer = engine.peers.get(adapter.scheme(request), host, adapter.port(request));
      operation.host = operation.peer.host != null ? operation.peer.host : PeerTable.name(host);
      String url = adapter.url(request);
      if (isDropped(operation, url)) {
        operation.dropped = true;
        operation.span = Sampling.unsampled(operation.parent);
      } else {
        operation.span = span(adapter, request, operation, method, url).startSpan();
      }
      engine.guards.admitCall(operation, url);
      return operation;
    } catch (Throwable e) {
      abandon(operation);
      throw e;
    }
  }

  /**
   * Begins another attempt of a call.
   *
   * @param last the attempt before
   * @param resend how many were made before
   * @return null when a guard refuses it
   */
  <Q> Operation again(HttpClientAdapter<Q, ?> adapter, Q request, Operation last, int resend) {
    Operation operation = new Operation(Operation.Kind.HTTP_CLIENT, last.parent, System.nanoTime());
    operation.mayWait = last.mayWait;
    operation.request = request;
    operation.client = last.client;
    operation.method = last.method;
    operation.peer = last.peer;
    operation.host = last.host;
    operation.dropped = last.dropped;
    try {
      if (!engine.guards.admitAgain(operation, last.guards)) {
        return null;
      }
      operation.attempts = last.attempts;
      operation.span =
          operation.dropped
              ? Sampling.unsampled(operation.parent)
              : span(adapter, request, operation, adapter.method(request), adapter.url(request))
                  .setAttribute(Semantics.HTTP_REQUEST_RESEND_COUNT, Long.valueOf(resend))
                  .startSpan();
      return operation;
    } catch (Throwable e) {
      abandon(operation);
      throw e;
    }
  }

  private boolean isDropped(Operation operation, String url) {
    return Sampling.isDropped(operation.parent)
        || engine.sampling.dropsCall(operation.method, operation.host, url);
  }

  private <Q> SpanBuilder span(
      HttpClientAdapter<Q, ?> adapter, Q request, Operation operation, String method, String url) {
    SpanBuilder builder =
        engine
            .instruments()
            .tracer
            .spanBuilder(HttpMethods.spanName(operation.method))
            .setParent(operation.parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(Semantics.HTTP_REQUEST_METHOD, operation.method);
    if (operation.method == HttpMethods.OTHER && method != null) {
      builder.setAttribute(
          Semantics.HTTP_REQUEST_METHOD_ORIGINAL, Texts.cut(method, Texts.LONGEST_METHOD));
    }
    if (operation.host != null) {
      builder.setAttribute(Semantics.SERVER_ADDRESS, operation.host);
    }
    if (operation.peer.port != null) {
      builder.setAttribute(Semantics.SERVER_PORT, operation.peer.port);
    }
    if (operation.peer.host == null && operation.host != null) {
      int port = PeerTable.port(adapter.scheme(request), adapter.port(request));
      if (port > 0) {
        builder.setAttribute(Semantics.SERVER_PORT, Long.valueOf(port));
      }
    }
    if (url != null) {
      builder.setAttribute(Semantics.URL_FULL, engine.urls.full(url));
    }
    HeaderCapture capture = engine.clientRequestHeaders;
    for (int i = 0; i < capture.names.length; i++) {
      capture.put(builder, i, adapter.requestHeaders(request, capture.names[i]));
    }
    return builder;
  }

  /**
   * The headers that carry the context and what is left of the deadline, ready to be set; those of
   * the operation itself.
   */
  <Q> Headers headers(HttpClientAdapter<Q, ?> adapter, Q request, Operation operation) {
    Headers headers = new Headers();
    if (engine.propagation.to(operation.host)) {
      engine.propagation.inject(operation, headers);
      Deadline deadline = operation.deadline;
      if (deadline != null && deadline.enforced()) {
        remaining(adapter, request, deadline, headers);
      }
    }
    return headers;
  }

  /** What the application sends itself stays, unless it promises more time than there is. */
  private static <Q> void remaining(
      HttpClientAdapter<Q, ?> adapter, Q request, Deadline deadline, Headers headers) {
    String name = deadline.header();
    long left = Math.max(1, deadline.remainingForCallNanos(System.nanoTime()) / NS_PER_MS);
    List<String> own = adapter.requestHeaders(request, name);
    if (own != null && !own.isEmpty()) {
      long promised = DeadlineHeader.millis(own.get(0));
      if (promised == DeadlineHeader.NONE || promised / NS_PER_MS <= left) {
        return;
      }
    }
    headers.set(name, Long.toString(left));
  }

  /**
   * Ends a call that has an answer or has failed. Ends it once, however often it is called; never
   * throws.
   *
   * @param response null when there is none
   * @param thrown null when it was not refused and has not failed
   */
  <Q, R> void end(
      HttpClientAdapter<Q, R> adapter,
      Operation operation,
      R response,
      Throwable thrown,
      Life life) {
    if (!operation.end()) {
      return;
    }
    long nanos = System.nanoTime() - operation.startNanos;
    // Its context may live on in what the call has started.
    @SuppressWarnings("unchecked") // It is asked about its own request alone.
    Q request = (Q) operation.request;
    operation.request = null;
    int status = 0;
    String protocol = null;
    try {
      if (request != null && adapter.tellsHeadersLate()) {
        captureRequest(adapter, operation.span, request);
      }
      if (response != null) {
        status = adapter.status(response);
        protocol = adapter.protocolVersion(response);
        captureResponse(adapter, operation.span, response);
      }
    } catch (Throwable e) {
      life.failed("an HTTP response", e);
    }
    // A library may throw although the peer has answered: then the answer tells how it is.
    engine.guards.end(operation, status, status >= 400 ? null : thrown, nanos);
    try {
      Attempts.count(adapter, operation, request, status, thrown);
    } catch (Throwable e) {
      life.failed("an HTTP request", e);
    }
    String errorType = errorType(operation, status, thrown);
    try {
      show(operation, status, protocol, errorType, thrown);
    } catch (Throwable e) {
      Errors.observing("the outcome of an HTTP call", e);
    }
    operation.endSpan();
    try {
      engine
          .instruments()
          .clientDuration
          .record(
              nanos / 1e9,
              operation.peer.series(operation.method, status, errorType, protocol),
              operation);
    } catch (Throwable e) {
      Errors.observing("the duration of an HTTP call", e);
    }
  }

  /** Ends a call that goes on unseen. Never throws. */
  void abandon(Operation operation) {
    if (operation.end()) {
      operation.request = null;
      engine.guards.ignore(operation);
      operation.endSpan();
    }
  }

  private static void show(
      Operation operation, int status, String protocol, String errorType, Throwable thrown) {
    Span span = operation.span;
    if (!span.isRecording()) {
      return;
    }
    if (status > 0) {
      span.setAttribute(Semantics.HTTP_RESPONSE_STATUS_CODE, StatusCodes.number(status));
    }
    if (protocol != null) {
      span.setAttribute(Semantics.NETWORK_PROTOCOL_VERSION, protocol);
    }
    if (errorType != null) {
      span.setAttribute(Semantics.ERROR_TYPE, errorType);
      span.setStatus(StatusCode.ERROR);
      if (thrown != null && operation.refusal == null && status < 400) {
        span.recordException(thrown);
      }
    }
  }

  /** A failure with a status is named by it; a caller's own cancellation is no error. */
  private static String errorType(Operation operation, int status, Throwable thrown) {
    if (operation.refused != null) {
      return GuardNames.errorType(operation.refused);
    }
    if (status >= 400) {
      return StatusCodes.text(status);
    }
    if (thrown == null
        || thrown instanceof CancellationException
        || thrown instanceof InterruptedException) {
      return null;
    }
    return thrown.getClass().getName();
  }

  private <Q> void captureRequest(HttpClientAdapter<Q, ?> adapter, Span span, Q request) {
    HeaderCapture capture = engine.clientRequestHeaders;
    for (int i = 0; i < capture.names.length; i++) {
      capture.put(span, i, adapter.requestHeaders(request, capture.names[i]));
    }
  }

  private <R> void captureResponse(HttpClientAdapter<?, R> adapter, Span span, R response) {
    HeaderCapture capture = engine.clientResponseHeaders;
    for (int i = 0; i < capture.names.length; i++) {
      capture.put(span, i, adapter.responseHeaders(response, capture.names[i]));
    }
  }
}
