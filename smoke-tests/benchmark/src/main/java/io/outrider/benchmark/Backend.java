// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * What the shop talks to, in a process of its own: an OTLP receiver that counts and discards, and
 * an inventory that always has tea. Prints its port.
 */
final class Backend {
  private static final byte[] GOODS =
      "{\"sku\":\"tea\",\"name\":\"Darjeeling, 100 g\",\"priceCents\":890,\"onHand\":100000}"
          .getBytes(StandardCharsets.UTF_8);

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong spans = new AtomicLong();

  private Backend() {}

  public static void main(String[] args) throws IOException {
    Backend backend = new Backend();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.createContext("/stock/", backend::stock);
    server.createContext("/reservations", exchange -> answer(exchange, GOODS));
    server.createContext("/v1/", backend::telemetry);
    server.createContext("/counts", backend::counts);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  private void stock(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer(exchange, GOODS);
  }

  private void telemetry(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.incrementAndGet();
    bytes.addAndGet(body.length);
    if (exchange.getRequestURI().getPath().equals("/v1/traces")) {
      InputStream in = new ByteArrayInputStream(body);
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        in = new GZIPInputStream(in);
      }
      spans.addAndGet(SpanCount.of(in.readAllBytes()));
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    answer(exchange, new byte[0]);
  }

  /** Requests, bytes on the wire and spans that have come so far. */
  private void counts(HttpExchange exchange) throws IOException {
    String text = requests.get() + " " + bytes.get() + " " + spans.get();
    answer(exchange, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
