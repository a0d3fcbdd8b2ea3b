// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.overload;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** The service that is asked: so many requests at once, each taking so long, all others queue. */
final class Stock implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService workers;
  private volatile long serviceMillis;

  Stock(int workers, long serviceMillis) {
    this.serviceMillis = serviceMillis;
    this.workers = Executors.newFixedThreadPool(workers);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(this.workers);
    server.start();
  }

  String url() {
    return "http://localhost:" + port() + "/stock";
  }

  int port() {
    return server.getAddress().getPort();
  }

  void takes(long millis) {
    serviceMillis = millis;
  }

  private void serve(HttpExchange exchange) throws IOException {
    long until = System.nanoTime() + serviceMillis * 1_000_000;
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    byte[] body = "stock".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
