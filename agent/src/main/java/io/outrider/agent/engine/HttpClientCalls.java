// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * The convention of HTTP clients: how a call begins and how it ends, whichever library makes it.
 */
final class HttpClientCalls {
  private final Engine engine;

  HttpClientCalls(Engine engine) {
    this.engine = engine;
  }

  /**
   * Begins a call: guards, span, headers. The operation is not yet current.
   *
   * @return null when this call is not to be observed
   */
  <Q> Operation begin(HttpClientAdapter<Q, ?> adapter, Q request) throws Exception {
    Context current = Current.get();
    if (Operation.isNested(current, Operation.Kind.HTTP_CLIENT)) {
      return null;
    }
    Instruments instruments = engine.instruments();
    if (instruments == null) {
      return null;
    }
    Operation operation =
        new Operation(Operation.Kind.HTTP_CLIENT, Operation.parent(current), System.nanoTime());
    operation.request = request;
    String method = adapter.method(request);
    operation.method = engine.methods.normalised(method);
    operation.peer =
        engine.peers.get(adapter.scheme(request), adapter.host(request), adapter.port(request));
    String url = adapter.url(request);
    operation.span = startSpan(instruments, adapter, request, operation, method, url);
    engine.guards.admitCall(operation, url);
    return operation;
  }

  private <Q> Span startSpan(
      Instruments instruments,
      HttpClientAdapter<Q, ?> adapter,
      Q request,
      Operation operation,
      String method,
      String url) {
    Peer peer = operation.peer;
    if (Sampling.isDropped(operation.parent)
        || engine.sampling.dropsCall(operation.method, peer.host, url)) {
      operation.dropped = true;
      return Sampling.unsampled(operation.parent);
    }
    SpanBuilder builder =
        instruments
            .tracer
            .spanBuilder(HttpMethods.spanName(operation.method))
            .setParent(operation.parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(Semantics.HTTP_REQUEST_METHOD, operation.method);
    if (operation.method == HttpMethods.OTHER && method != null) {
      builder.setAttribute(Semantics.HTTP_REQUEST_METHOD_ORIGINAL, method);
    }
    String host = peer.host == null ? adapter.host(request) : peer.host;
    if (host != null) {
      builder.setAttribute(Semantics.SERVER_ADDRESS, host);
    }
    if (peer.port != null) {
      builder.setAttribute(Semantics.SERVER_PORT, peer.port);
    }
    builder.setAttribute(Semantics.URL_FULL, engine.urls.full(url));
    HeaderCapture capture = engine.clientRequestHeaders;
    for (int i = 0; i < capture.names.length; i++) {
      List<String> values = adapter.requestHeaders(request, capture.names[i]);
      if (!values.isEmpty()) {
        builder.setAttribute(capture.keys.get(i), values);
      }
    }
    return builder.startSpan();
  }

  /** The headers that carry the context, ready to be set; those of the operation itself. */
  Headers headers(Operation operation) {
    Headers headers = new Headers();
    if (engine.propagation.to(operation.peer.host)) {
      engine.propagation.inject(operation, headers);
    }
    return headers;
  }

  /** Ends a call that has an answer or has failed. Ends it once, however often it is called. */
  <Q, R> void end(
      HttpClientAdapter<Q, R> adapter, Operation operation, R response, Throwable thrown) {
    if (!operation.end()) {
      return;
    }
    long nanos = System.nanoTime() - operation.startNanos;
    Span span = operation.span;
    int status = 0;
    String protocol = null;
    try {
      if (response != null) {
        status = adapter.status(response);
        protocol = adapter.protocolVersion(response);
        captureResponse(adapter, span, response);
      }
    } catch (Throwable e) {
      Errors.observing("an HTTP response", e);
    }
    String errorType = errorType(operation, status, thrown);
    if (span.isRecording()) {
      if (status > 0) {
        span.setAttribute(Semantics.HTTP_RESPONSE_STATUS_CODE, StatusCodes.number(status));
      }
      if (protocol != null) {
        span.setAttribute(Semantics.NETWORK_PROTOCOL_VERSION, protocol);
      }
      if (errorType != null) {
        span.setAttribute(Semantics.ERROR_TYPE, errorType);
        span.setStatus(StatusCode.ERROR);
      }
      if (thrown != null && operation.refusal == null && status < 400 && errorType != null) {
        span.recordException(thrown);
      }
    }
    engine.guards.end(operation, status, thrown, nanos);
    span.end();
    engine
        .instruments()
        .clientDuration
        .record(
            nanos / 1e9,
            operation.peer.series(operation.method, status, errorType, protocol),
            operation);
  }

  /** A failure with a status is named by it; a caller's own cancellation is no error. */
  private static String errorType(Operation operation, int status, Throwable thrown) {
    if (operation.refusal != null) {
      return Guarding.errorType(operation.refused);
    }
    if (status >= 400) {
      return StatusCodes.text(status);
    }
    if (thrown == null || thrown instanceof CancellationException) {
      return null;
    }
    return thrown.getClass().getName();
  }

  private <R> void captureResponse(HttpClientAdapter<?, R> adapter, Span span, R response) {
    HeaderCapture capture = engine.clientResponseHeaders;
    for (int i = 0; i < capture.names.length; i++) {
      List<String> values = adapter.responseHeaders(response, capture.names[i]);
      if (!values.isEmpty()) {
        span.setAttribute(capture.keys.get(i), values);
      }
    }
  }
}
