// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The contract's pages on the JDK's own HTTP server: one context for each path. With the argument
 * {@code virtual} each request has a virtual thread.
 */
public final class JdkHttpServerMain implements HttpHandler {
  private JdkHttpServerMain() {}

  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
    ExecutorService threads =
        args.length > 0 && args[0].equals("virtual")
            ? (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)
            : Executors.newCachedThreadPool();
    server.setExecutor(threads);
    for (String path :
        new String[] {
          "success", "query", "redirect", "error", "exception", "child", "headers", "body", "path/"
        }) {
      server.createContext("/app/" + path, new JdkHttpServerMain());
    }
    server.start();
    System.out.println("@ready port=" + server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // until the test closes it
    }
    server.stop(0);
    threads.shutdown();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      String path = exchange.getRequestURI().getPath().substring(5);
      String query = exchange.getRequestURI().getRawQuery();
      Downstream.call(query == null ? null : Order.parse(query).get("next"));
      switch (path) {
        case "redirect":
          exchange.getResponseHeaders().set("Location", "/app/success");
          answer(exchange, 302, "");
          break;
        case "error":
          answer(exchange, 500, "error");
          break;
        case "exception":
          throw new IllegalStateException("on purpose");
        case "headers":
          exchange
              .getResponseHeaders()
              .set("X-Answer", String.valueOf(exchange.getRequestHeaders().getFirst("X-Test")));
          answer(exchange, 200, "headers");
          break;
        case "query":
          answer(exchange, 200, String.valueOf(query));
          break;
        case "body":
          answer(exchange, 200, HttpUrlConnectionDriver.read(exchange.getRequestBody()));
          break;
        default:
          answer(exchange, 200, path);
      }
    } finally {
      exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
