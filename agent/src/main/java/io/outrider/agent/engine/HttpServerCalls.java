// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.outrider.agent.guard.Answer;
import io.outrider.agent.guard.CallKind;
import io.outrider.instrumentation.HttpServerAdapter;

/**
 * The convention of HTTP servers: how a request begins and how it ends, whichever server takes it.
 */
final class HttpServerCalls {
  private static final String EVENTS = "text/event-stream";

  private final Engine engine;
  private final Peer http;
  private final Peer https;
  private volatile ServerName lastName;

  HttpServerCalls(Engine engine) {
    this.engine = engine;
    this.http = scheme(engine, "http");
    this.https = scheme(engine, "https");
  }

  private static Peer scheme(Engine engine, String scheme) {
    Attributes attributes = Attributes.of(Semantics.URL_SCHEME, scheme);
    Peer peer =
        new Peer(
            null,
            null,
            attributes,
            attributes,
            engine.guards.forPeer(CallKind.HTTP_SERVER, null, 0, null, null));
    peer.callers = engine.callers;
    return peer;
  }

  /**
   * Begins a request. The operation is not yet current, and the guards are not asked yet. When it
   * throws, what it has begun has ended.
   */
  <Q> Operation begin(HttpServerAdapter<Q, ?> adapter, Q request) {
    Operation operation =
        new Operation(
            Operation.Kind.HTTP_SERVER,
            engine.propagation.extract(adapter, request),
            System.nanoTime());
    String method = adapter.method(request);
    operation.method = engine.methods.normalised(method);
    operation.protocol = adapter.protocolVersion(request);
    String scheme = Forwarded.scheme(adapter, request);
    operation.peer = "https".equals(scheme) ? https : http;
    operation.path = Texts.cut(adapter.path(request), Texts.LONGEST_URL);
    ServerName server = serverName(Forwarded.server(adapter, request));
    operation.host = server == null ? null : server.host;
    operation.isRetry = engine.guards.retries() && adapter.header(request, Attempts.HEADER) != null;
    if (engine.sampling.dropsRequest(operation.method, operation.host, operation.path)) {
      operation.dropped = true;
      operation.span = Sampling.unsampled(operation.parent);
    } else {
      operation.span = startSpan(adapter, request, operation, method, scheme, server);
    }
    return operation;
  }

  private <Q> Span startSpan(
      HttpServerAdapter<Q, ?> adapter,
      Q request,
      Operation operation,
      String method,
      String scheme,
      ServerName server) {
    SpanBuilder builder =
        engine
            .instruments()
            .tracer
            .spanBuilder(HttpMethods.spanName(operation.method))
            .setParent(operation.parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(Semantics.HTTP_REQUEST_METHOD, operation.method)
            .setAttribute(Semantics.URL_SCHEME, scheme);
    if (operation.method == HttpMethods.OTHER && method != null) {
      builder.setAttribute(
          Semantics.HTTP_REQUEST_METHOD_ORIGINAL, Texts.cut(method, Texts.LONGEST_METHOD));
    }
    set(builder, Semantics.URL_PATH, operation.path);
    set(builder, Semantics.URL_QUERY, engine.urls.query(adapter.query(request)));
    set(builder, Semantics.NETWORK_PROTOCOL_VERSION, operation.protocol);
    if (server != null) {
      builder.setAttribute(Semantics.SERVER_ADDRESS, server.host);
      builder.setAttribute(Semantics.SERVER_PORT, server.port(scheme));
    }
    String peer = adapter.peerAddress(request);
    set(builder, Semantics.CLIENT_ADDRESS, Forwarded.client(adapter, request, peer));
    if (peer != null) {
      builder.setAttribute(Semantics.NETWORK_PEER_ADDRESS, peer);
      int port = adapter.peerPort(request);
      if (port > 0) {
        builder.setAttribute(Semantics.NETWORK_PEER_PORT, Long.valueOf(port));
      }
    }
    String agent = adapter.header(request, "user-agent");
    set(builder, Semantics.USER_AGENT, Texts.cut(agent, Texts.LONGEST_HEADER));
    HeaderCapture capture = engine.serverRequestHeaders;
    for (int i = 0; i < capture.names.length; i++) {
      capture.put(builder, i, adapter.headers(request, capture.names[i]));
    }
    return builder.startSpan();
  }

  private static void set(SpanBuilder builder, AttributeKey<String> key, String value) {
    if (value != null && !value.isEmpty()) {
      builder.setAttribute(key, value);
    }
  }

  /** Nearly all requests name the server as the one before did. */
  private ServerName serverName(String text) {
    if (text == null) {
      return null;
    }
    ServerName name = lastName;
    if (name == null || !name.text.equals(text)) {
      name = new ServerName(text);
      lastName = name;
    }
    return name;
  }

  /**
   * The framework has found a route. The first one counts: what a forward finds later is not what
   * was asked for.
   */
  void route(Operation operation, String route) {
    if (operation.route == null && !operation.isEnded()) {
      operation.route = route;
      operation.span.setAttribute(Semantics.HTTP_ROUTE, route);
      operation.span.updateName(
          operation
              .peer
              .part(Semantics.HTTP_ROUTE, route)
              .name(HttpMethods.spanName(operation.method), route));
      if (!operation.dropped && engine.sampling.dropsRoute(operation)) {
        // What it has begun stays as it is; it is not ended, and so never sent.
        operation.dropped = true;
        operation.span = Sampling.unsampled(operation);
      }
    }
  }

  /**
   * Likewise, and asks the guards of rules that name it: the second decision point.
   *
   * @return the answer in the handler's place; null: there is none, or it is too late for one
   */
  Answer atRoute(Operation operation, String route) {
    route(operation, route);
    // What goes on after its method has returned, or on another thread, may be answered already.
    return operation.server == null || operation.thread != Thread.currentThread()
        ? null
        : engine.guards.atRoute(operation, route);
  }

  /**
   * Looks whether the answer is a stream of events, as long as the response may be asked. A longer
   * one is no sign of load. Never throws.
   */
  <R> void lookWhetherItLasts(
      HttpServerAdapter<?, R> adapter, Operation operation, R response, Life life) {
    if (!Guarding.measureTime(operation)) {
      return;
    }
    try {
      for (String type : adapter.responseHeaders(response, "Content-Type")) {
        operation.lasting |=
            type != null && type.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
      }
    } catch (Throwable e) {
      life.failed("an HTTP response", e);
    }
  }

  /**
   * Ends a request. Ends it once, however often it is called; never throws.
   *
   * @param response null when the server must not be asked any more
   * @param status 0 when the response is to be asked
   */
  <R> void end(
      HttpServerAdapter<?, R> adapter,
      Operation operation,
      R response,
      int status,
      Throwable thrown,
      Life life) {
    if (!operation.end()) {
      return;
    }
    long nanos = System.nanoTime() - operation.startNanos;
    int code = status;
    try {
      if (response != null) {
        code = status == 0 ? adapter.status(response, thrown) : status;
        captureResponse(adapter, operation.span, response);
      }
    } catch (Throwable e) {
      life.failed("an HTTP response", e);
    }
    engine.guards.end(operation, code, thrown, nanos);
    String errorType =
        thrown != null ? thrown.getClass().getName() : code >= 500 ? StatusCodes.text(code) : null;
    try {
      show(operation.span, code, errorType, thrown);
    } catch (Throwable e) {
      Errors.observing("the outcome of an HTTP request", e);
    }
    operation.endSpan();
    try {
      engine
          .instruments()
          .serverDuration
          .record(
              nanos / 1e9,
              operation
                  .peer
                  .part(Semantics.HTTP_ROUTE, operation.route)
                  .series(operation.method, code, errorType, operation.protocol),
              operation);
    } catch (Throwable e) {
      Errors.observing("the duration of an HTTP request", e);
    }
  }

  /** Ends a request that goes on unseen. Never throws. */
  void abandon(Operation operation) {
    if (operation.end()) {
      operation.forget();
      engine.guards.ignore(operation);
      operation.endSpan();
    }
  }

  private static void show(Span span, int code, String errorType, Throwable thrown) {
    if (!span.isRecording()) {
      return;
    }
    if (code > 0) {
      span.setAttribute(Semantics.HTTP_RESPONSE_STATUS_CODE, StatusCodes.number(code));
    }
    if (errorType != null) {
      span.setAttribute(Semantics.ERROR_TYPE, errorType);
      span.setStatus(StatusCode.ERROR);
    }
    if (thrown != null) {
      span.recordException(thrown);
    }
  }

  private <R> void captureResponse(HttpServerAdapter<?, R> adapter, Span span, R response) {
    HeaderCapture capture = engine.serverResponseHeaders;
    for (int i = 0; i < capture.names.length; i++) {
      capture.put(span, i, adapter.responseHeaders(response, capture.names[i]));
    }
  }
}
