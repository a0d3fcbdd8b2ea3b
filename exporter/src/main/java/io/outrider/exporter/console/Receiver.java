// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The OTLP/HTTP end: takes traces and metrics in protobuf, plain or gzip, and answers questions
 * about them in plain text ({@link Pages}). It listens on the loopback address alone.
 */
final class Receiver implements AutoCloseable {
  /** Of a body, unpacked. */
  static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

  private static final int THREADS = 4;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final byte[] EMPTY = {};

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Received received;
  private final Pages pages;

  /**
   * @param port 0 for any free one
   * @throws IOException when the port cannot be had
   */
  Receiver(int port, Received received) throws IOException {
    this.received = received;
    this.pages = new Pages(received);
    byte[] loopback = {127, 0, 0, 1};
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress("127.0.0.1", loopback), port), 0);
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(1_000),
            task -> {
              Thread thread = new Thread(task, "outrider-console");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      route(exchange);
    } catch (MalformedRequest e) {
      answer(exchange, 400, TEXT, text("not a valid OTLP request: " + e.getMessage()));
    } catch (RuntimeException e) {
      answer(exchange, 500, TEXT, text("the console failed on this request: " + e));
    } finally {
      exchange.close();
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/v1/traces":
        export(exchange, body -> received.addSpans(TraceRequest.decode(body), nowMillis()));
        break;
      case "/v1/metrics":
        export(exchange, body -> received.addPoints(MetricsRequest.decode(body)));
        break;
      case "/v1/logs":
        // Taken, so that a sender of logs does not complain, and not shown.
        export(exchange, body -> {});
        break;
      default:
        page(exchange);
    }
  }

  private void export(HttpExchange exchange, Sink sink) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      answer(exchange, 405, TEXT, text("POST an OTLP export request here"));
      return;
    }
    String type = header(exchange, "Content-Type");
    if (!type.equals(PROTOBUF) && !type.equals("application/protobuf")) {
      answer(
          exchange,
          415,
          TEXT,
          text(
              "protobuf only: send Content-Type "
                  + PROTOBUF
                  + " (otel.exporter.otlp.protocol=http/protobuf)"));
      return;
    }
    String encoding = header(exchange, "Content-Encoding");
    boolean gzip = encoding.equals("gzip");
    if (!gzip && !encoding.isEmpty() && !encoding.equals("identity")) {
      answer(exchange, 415, TEXT, text("Content-Encoding gzip or none, not " + encoding));
      return;
    }
    byte[] body = body(exchange, gzip);
    if (body == null) {
      answer(exchange, 413, TEXT, text("more than " + MAX_BODY_BYTES + " bytes in one request"));
      return;
    }
    sink.accept(body);
    // The response messages have no field that would have to be set: no byte is a valid one.
    answer(exchange, 200, PROTOBUF, EMPTY);
  }

  /** Null when it is longer than allowed. */
  private static byte[] body(HttpExchange exchange, boolean gzip) throws IOException {
    try (InputStream in =
        gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      byte[] chunk = new byte[8192];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        body.write(chunk, 0, read);
        if (body.size() > MAX_BODY_BYTES) {
          return null;
        }
      }
      return body.toByteArray();
    } catch (ZipException | EOFException e) {
      throw new MalformedRequest("broken gzip: " + e.getMessage());
    }
  }

  private void page(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      answer(exchange, 405, TEXT, text("traces go to /v1/traces, metrics to /v1/metrics"));
    } else if (!isLocal(header(exchange, "Host"))) {
      // A page of some web site must not read what is here by giving this address another name.
      answer(exchange, 403, TEXT, text("ask for localhost or 127.0.0.1"));
    } else {
      String page = pages.render(exchange.getRequestURI());
      if (page == null) {
        answer(exchange, 404, TEXT, text("no such page\n\n" + Pages.INDEX));
      } else {
        answer(exchange, 200, TEXT, text(page));
      }
    }
  }

  private static boolean isLocal(String host) {
    String name = host.replaceFirst(":\\d+$", "");
    return name.equals("localhost") || name.equals("127.0.0.1");
  }

  /** In lower case and without parameters; empty when it is missing. */
  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    if (value == null) {
      return "";
    }
    int parameters = value.indexOf(';');
    String bare = parameters < 0 ? value : value.substring(0, parameters);
    return bare.trim().toLowerCase(Locale.ROOT);
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] text(String text) {
    boolean complete = text.isEmpty() || text.endsWith("\n");
    return (complete ? text : text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  private interface Sink {
    void accept(byte[] body) throws IOException;
  }
}
