// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.outrider.agent.guard.CallKind;
import io.outrider.instrumentation.HttpServerAdapter;
import java.util.List;

/**
 * The convention of HTTP servers: how a request begins and how it ends, whichever server takes it.
 */
final class HttpServerCalls {
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
    return new Peer(
        null,
        null,
        attributes,
        attributes,
        engine.guards.forPeer(CallKind.HTTP_SERVER, null, 0, null));
  }

  /**
   * @return null when this request is not to be observed
   */
  <Q> Operation begin(HttpServerAdapter<Q, ?> adapter, Q request) {
    Instruments instruments = engine.instruments();
    if (instruments == null) {
      return null;
    }
    Operation operation =
        new Operation(
            Operation.Kind.HTTP_SERVER,
            engine.propagation.extract(adapter, request),
            System.nanoTime());
    operation.request = request;
    String method = adapter.method(request);
    operation.method = engine.methods.normalised(method);
    operation.protocol = adapter.protocolVersion(request);
    String scheme = Forwarded.scheme(adapter, request);
    operation.peer = "https".equals(scheme) ? https : http;
    operation.span = startSpan(instruments, adapter, request, operation, method, scheme);
    return operation;
  }

  private <Q> Span startSpan(
      Instruments instruments,
      HttpServerAdapter<Q, ?> adapter,
      Q request,
      Operation operation,
      String method,
      String scheme) {
    String path = adapter.path(request);
    String server = Forwarded.server(adapter, request);
    ServerName called = server == null ? null : serverName(server);
    operation.path = path;
    operation.host = called == null ? null : called.host;
    if (engine.sampling.dropsRequest(operation.method, server, path)) {
      operation.dropped = true;
      return Sampling.unsampled(operation.parent);
    }
    SpanBuilder builder =
        instruments
            .tracer
            .spanBuilder(HttpMethods.spanName(operation.method))
            .setParent(operation.parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(Semantics.HTTP_REQUEST_METHOD, operation.method)
            .setAttribute(Semantics.URL_SCHEME, scheme);
    if (operation.method == HttpMethods.OTHER && method != null) {
      builder.setAttribute(Semantics.HTTP_REQUEST_METHOD_ORIGINAL, method);
    }
    set(builder, path, engine.urls.query(adapter.query(request)), operation.protocol);
    if (called != null) {
      builder.setAttribute(Semantics.SERVER_ADDRESS, called.host);
      if (called.port != null) {
        builder.setAttribute(Semantics.SERVER_PORT, called.port);
      } else if (PeerTable.defaultPort(scheme) > 0) {
        builder.setAttribute(Semantics.SERVER_PORT, Long.valueOf(PeerTable.defaultPort(scheme)));
      }
    }
    String peer = adapter.peerAddress(request);
    String client = Forwarded.client(adapter, request, peer);
    if (client != null) {
      builder.setAttribute(Semantics.CLIENT_ADDRESS, client);
    }
    if (peer != null) {
      builder.setAttribute(Semantics.NETWORK_PEER_ADDRESS, peer);
      int port = adapter.peerPort(request);
      if (port > 0) {
        builder.setAttribute(Semantics.NETWORK_PEER_PORT, Long.valueOf(port));
      }
    }
    String agent = adapter.header(request, "user-agent");
    if (agent != null) {
      builder.setAttribute(Semantics.USER_AGENT, agent);
    }
    HeaderCapture capture = engine.serverRequestHeaders;
    for (int i = 0; i < capture.names.length; i++) {
      List<String> values = adapter.headers(request, capture.names[i]);
      if (!values.isEmpty()) {
        builder.setAttribute(capture.keys.get(i), values);
      }
    }
    return builder.startSpan();
  }

  /** Nearly all requests name the server as the one before did. */
  private ServerName serverName(String text) {
    ServerName name = lastName;
    if (name == null || !name.text.equals(text)) {
      name = new ServerName(text);
      lastName = name;
    }
    return name;
  }

  private static void set(SpanBuilder builder, String path, String query, String protocol) {
    if (path != null) {
      builder.setAttribute(Semantics.URL_PATH, path);
    }
    if (query != null) {
      builder.setAttribute(Semantics.URL_QUERY, query);
    }
    if (protocol != null) {
      builder.setAttribute(Semantics.NETWORK_PROTOCOL_VERSION, protocol);
    }
  }

  /**
   * The framework has found a route. The first one counts: what a forward finds later is not what
   * was asked for.
   */
  void route(Operation operation, String route) {
    if (operation.route == null && !operation.isEnded()) {
      operation.route = route;
      operation.span.setAttribute(Semantics.HTTP_ROUTE, route);
      operation.span.updateName(name(operation, route));
      if (!operation.dropped && engine.sampling.dropsRoute(operation)) {
        // What it has begun stays as it is; it is not ended, and so never sent.
        operation.dropped = true;
        operation.span = Sampling.unsampled(operation);
      }
    }
  }

  private static String name(Operation operation, String route) {
    String method = HttpMethods.spanName(operation.method);
    Peer part = operation.peer.part(Semantics.HTTP_ROUTE, route);
    return part == operation.peer ? method + " " + route : part.name(method, route);
  }

  /**
   * Ends a request. Ends it once, however often it is called.
   *
   * @param response null when the server must not be asked any more
   * @param status 0 when the response is to be asked
   */
  <R> void end(
      HttpServerAdapter<?, R> adapter,
      Operation operation,
      R response,
      int status,
      Throwable thrown) {
    if (!operation.end()) {
      return;
    }
    long nanos = System.nanoTime() - operation.startNanos;
    int code = status;
    Span span = operation.span;
    try {
      if (response != null) {
        code = status == 0 ? adapter.status(response, thrown) : status;
        captureResponse(adapter, span, response);
      }
    } catch (Throwable e) {
      Errors.observing("an HTTP response", e);
    }
    String errorType =
        thrown != null ? thrown.getClass().getName() : code >= 500 ? StatusCodes.text(code) : null;
    if (span.isRecording()) {
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
    engine.guards.end(operation, code, thrown, nanos);
    span.end();
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
  }

  private <R> void captureResponse(HttpServerAdapter<?, R> adapter, Span span, R response) {
    HeaderCapture capture = engine.serverResponseHeaders;
    for (int i = 0; i < capture.names.length; i++) {
      List<String> values = adapter.responseHeaders(response, capture.names[i]);
      if (!values.isEmpty()) {
        span.setAttribute(capture.keys.get(i), values);
      }
    }
  }

  /** What a request calls its server, taken apart. */
  private static final class ServerName {
    final String text;
    final String host;

    /** Null when it is not said. */
    final Long port;

    ServerName(String text) {
      this.text = text;
      this.host = Forwarded.host(text);
      int number = Forwarded.port(text);
      this.port = number < 0 ? null : Long.valueOf(number);
    }
  }
}
