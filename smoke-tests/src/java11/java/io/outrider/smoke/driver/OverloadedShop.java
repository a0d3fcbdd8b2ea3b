// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A service of the usual make: a fixed number of threads, one page that needs nobody, and one that
 * asks another service and waits for as long as that takes.
 */
public final class OverloadedShop {
  private static final int THREADS = 32;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI stock;

  private OverloadedShop(URI stock) {
    this.stock = stock;
  }

  /**
   * @param args the URL of the service it asks
   */
  public static void main(String[] args) throws Exception {
    OverloadedShop shop = new OverloadedShop(URI.create(args[0]));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 1_000);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    server.setExecutor(threads);
    server.createContext("/page", exchange -> answer(exchange, 200, "page"));
    server.createContext("/order", shop::order);
    server.start();
    System.out.println("@ready port=" + server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // until the test closes it
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private void order(HttpExchange exchange) throws IOException {
    try {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(stock).build(), HttpResponse.BodyHandlers.ofString());
      answer(exchange, answer.statusCode() == 200 ? 200 : 502, answer.body());
    } catch (IOException e) {
      answer(exchange, 502, "no answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
