// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpServerAdapter.Completion;
import io.outrider.instrumentation.WeakStore;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdkHttpServerTest {
  private final ExchangeAdapter adapter = new ExchangeAdapter();
  private final LateAnswer late = new LateAnswer();
  private final List<String> completed = new CopyOnWriteArrayList<>();
  private final Completion completion = (status, error) -> completed.add(status + " " + error);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void answersQuestionsAboutARequest() throws Exception {
    CompletableFuture<List<Object>> seen = new CompletableFuture<>();
    serve(
        exchange -> {
          seen.complete(
              Arrays.asList(
                  adapter.request(null, exchange, null, null) == exchange,
                  adapter.method(exchange),
                  adapter.scheme(exchange),
                  adapter.path(exchange),
                  adapter.query(exchange),
                  adapter.header(exchange, "tracePARENT"),
                  adapter.headers(exchange, "baggage"),
                  adapter.header(exchange, "absent"),
                  adapter.headers(exchange, "absent"),
                  adapter.peerAddress(exchange),
                  adapter.peerPort(exchange) > 0,
                  adapter.protocolVersion(exchange),
                  adapter.status(exchange, null)));
          exchange.getResponseHeaders().set("X-Answer", "yes");
          exchange.sendResponseHeaders(404, -1);
        });

    String answer =
        send(
            "PATCH /a%20b/c?d=%26 HTTP/1.1\r\nHost: x\r\ntraceparent: t\r\n"
                + "Baggage: a=1\r\nbaggage: b=2\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 404");
    assertThat(seen.get())
        .containsExactly(
            true,
            "PATCH",
            "http",
            "/a%20b/c",
            "d=%26",
            "t",
            Arrays.asList("a=1", "b=2"),
            null,
            Arrays.asList(),
            "127.0.0.1",
            true,
            "1.1",
            0);
  }

  @Test
  void readsAbsoluteTargetsAndOldRequestsWithoutHost() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    serve(
        exchange -> {
          seen.add(
              adapter.path(exchange)
                  + " "
                  + adapter.query(exchange)
                  + " "
                  + adapter.header(exchange, "Host")
                  + " "
                  + adapter.protocolVersion(exchange));
          exchange.sendResponseHeaders(200, -1);
        });

    send("GET http://elsewhere:81/path?q HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    send("GET /old HTTP/1.0\r\n\r\n");

    assertThat(seen).containsExactly("/path q x 1.1", "/old null null 1.0");
  }

  @Test
  void everyRequestPassesAChainOfFilters() throws Exception {
    CompletableFuture<Boolean> chained = new CompletableFuture<>();
    serve(
        exchange -> {
          chained.complete(
              Arrays.stream(new Throwable().getStackTrace())
                  .anyMatch(
                      frame -> frame.getClassName().equals("com.sun.net.httpserver.Filter$Chain")));
          exchange.sendResponseHeaders(200, -1);
        });

    send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(chained.get()).isTrue();
  }

  @Test
  void readsTheAnswer() throws Exception {
    CompletableFuture<List<Object>> seen = new CompletableFuture<>();
    serve(
        exchange -> {
          exchange.getResponseHeaders().add("X-Answer", "a");
          exchange.getResponseHeaders().add("x-answer", "b");
          exchange.sendResponseHeaders(503, -1);
          seen.complete(
              Arrays.asList(
                  adapter.status(exchange, null),
                  adapter.responseHeaders(exchange, "X-ANSWER"),
                  adapter.suspended(exchange, exchange, completion)));
        });

    send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(seen.get()).containsExactly(503, Arrays.asList("a", "b"), false);
  }

  @Test
  void aLateAnswerCompletesTheRequestOnce() throws Exception {
    CompletableFuture<Boolean> suspended = new CompletableFuture<>();
    serve(
        exchange -> {
          suspended.complete(adapter.suspended(exchange, exchange, completion));
          threads.execute(
              () -> {
                answer(exchange, 201);
                late.after(exchange, 201, null, null);
                late.after(exchange, null, null, null);
              });
        });

    send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(suspended.get()).isTrue();
    threads.shutdown();
    assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    assertThat(completed).containsExactly("201 null");
  }

  @Test
  void anExchangeThatIsDroppedWithoutAnAnswerIsGivenUp() throws Exception {
    CompletableFuture<Boolean> suspended = new CompletableFuture<>();
    Completion dropped =
        new Completion() {
          @Override
          public void completed(int status, Throwable error) {
            completed.add("completed");
          }

          @Override
          public void abandoned() {
            completed.add("abandoned");
          }
        };
    serve(exchange -> suspended.complete(adapter.suspended(exchange, exchange, dropped)));

    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(suspended.get()).isTrue();
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              System.gc();
              WeakStore.expungeAll();
              return !completed.isEmpty();
            });
    assertThat(completed).containsExactly("abandoned");
  }

  @Test
  void anExchangeClosedWithoutAnAnswerHasNoStatus() throws Exception {
    CompletableFuture<Object> returned = new CompletableFuture<>();
    serve(
        exchange -> {
          adapter.suspended(exchange, exchange, completion);
          exchange.close();
          returned.complete(late.after(exchange, null, "kept", null));
        });

    send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(returned.get()).isEqualTo("kept");
    assertThat(completed).containsExactly("0 null");
  }

  @Test
  void anExceptionOfTheHandlerLeavesNoStatus() throws Exception {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    serve(
        exchange -> {
          IllegalStateException thrown = new IllegalStateException("handler");
          status.complete(adapter.status(exchange, thrown));
          throw thrown;
        });

    assertThat(send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).isEmpty();
    assertThat(status.get()).isZero();
  }

  @Test
  void refusesInTheApplicationsPlace() throws Exception {
    refuseWith("busy");

    assertThat(send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 503")
        .contains("Retry-after: 3\r\n")
        .endsWith("\r\n\r\nbusy");
    assertThat(send("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 503")
        .endsWith("\r\n\r\n");
  }

  @Test
  void refusesWithoutABody() throws Exception {
    refuseWith("");

    assertThat(send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .contains("Content-length: 0\r\n");
  }

  @Test
  void refusesBeforeTheRequestsBodyHasArrived() throws Exception {
    refuseWith("busy");

    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(readUntil(socket.getInputStream(), "busy")).startsWith("HTTP/1.1 503");
    }
  }

  private void refuseWith(String body) {
    Headers headers = new Headers();
    headers.set("Retry-After", "3");
    serve(
        exchange -> {
          try {
            adapter.answer(
                exchange, exchange, 503, headers, body.getBytes(StandardCharsets.US_ASCII));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void serve(HttpHandler handler) {
    server.createContext("/", handler);
  }

  private static void answer(HttpExchange exchange, int status) {
    try {
      exchange.sendResponseHeaders(status, -1);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String send(String request) throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static String readUntil(InputStream in, String end) throws Exception {
    StringBuilder read = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      read.append((char) next);
      if (read.indexOf(end) >= 0) {
        return read.toString();
      }
    }
    return read.toString();
  }
}
