// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The contract's pages on Reactor Netty, by HTTP/1.1 and by HTTP/2 without TLS. */
public final class ReactorNettyServerMain {
  private ReactorNettyServerMain() {}

  public static void main(String[] args) throws Exception {
    DisposableServer server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
            .handle(ReactorNettyServerMain::handle)
            .bindNow(Duration.ofSeconds(30));
    System.out.println("@ready port=" + server.port());
    while (System.in.read() >= 0) {
      // until the test closes it
    }
    Runtime.getRuntime().exit(0);
  }

  private static Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    int mark = request.uri().indexOf('?');
    String query = mark < 0 ? null : request.uri().substring(mark + 1);
    String path = mark < 0 ? request.uri() : request.uri().substring(0, mark);
    try {
      Downstream.call(query == null ? null : Order.parse(query).get("next"));
    } catch (IOException e) {
      return Mono.error(e);
    }
    switch (path) {
      case "/app/redirect":
        return response.sendRedirect("/app/success");
      case "/app/error":
        return text(response.status(500), "error");
      case "/app/exception":
        return Mono.error(new IllegalStateException("on purpose"));
      case "/app/headers":
        return text(
            response.header("X-Answer", String.valueOf(request.requestHeaders().get("X-Test"))),
            "headers");
      case "/app/body":
        return request
            .receive()
            .aggregate()
            .asString()
            .flatMap(body -> text(response, body))
            .then();
      case "/app/query":
        return text(response, String.valueOf(query));
      case "/app/later":
        return Mono.delay(Duration.ofMillis(200)).then(text(response, "later"));
      case "/app/stream":
        return response
            .sse()
            .sendString(Flux.just("piece1", "piece2").delayElements(Duration.ofMillis(100)))
            .then();
      case "/app/never":
        return Mono.never();
      case "/app/websocket":
        return response.sendWebsocket((in, out) -> out.sendString(in.receive().asString())).then();
      case "/app/success":
      case "/app/child":
      case "/app/path/123/details":
        return text(response, path.substring(5));
      default:
        return text(response.status(404), "nobody");
    }
  }

  private static Mono<Void> text(HttpServerResponse response, String text) {
    boolean head = response.method().equals(HttpMethod.HEAD);
    return head ? response.send() : response.sendString(Mono.just(text)).then();
  }
}
