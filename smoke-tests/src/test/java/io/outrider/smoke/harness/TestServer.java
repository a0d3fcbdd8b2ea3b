// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * What a client under test talks to. It runs in the test's own JVM, without the agent, and
 * remembers every request that reached it.
 *
 * <p>Paths: {@code /success}, {@code /error} (500), {@code /client-error} (400), {@code /redirect},
 * {@code /another-redirect}, {@code /circular-redirect}, {@code /hang}, {@code /slow-body} (headers
 * at once, the body's second half {@link #BODY_PAUSE} later), {@code /endless-body}, {@code
 * /status/NUMBER}, {@code /flaky/NUMBER} (503 to so many requests with the same URI, then 200).
 * Anything else is a 404. The {@code x-echo} request header comes back.
 */
public final class TestServer implements AutoCloseable {
  /** Between the halves of {@code /slow-body}. */
  public static final Duration BODY_PAUSE = Duration.ofMillis(400);

  private final HttpServer server;
  private final HttpsServer secure;
  private final ExecutorService threads = Executors.newCachedThreadPool(TestServer::daemon);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** A request that arrived. */
  public record Request(String method, String uri, Headers headers, String body) {
    /** The one value of a header that must not be there twice; null when absent. */
    public String header(String name) {
      List<String> values = headers.getOrDefault(name, List.of());
      if (values.size() > 1) {
        throw new AssertionError(name + " is there " + values.size() + " times: " + values);
      }
      return values.isEmpty() ? null : values.get(0);
    }
  }

  public TestServer() {
    try {
      System.setProperty("sun.net.httpserver.nodelay", "true");
      server = HttpServer.create(loopback(), 100);
      secure = HttpsServer.create(loopback(), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    secure.setHttpsConfigurator(new HttpsConfigurator(TestCertificate.context()));
    for (HttpServer each : List.of(server, secure)) {
      each.setExecutor(threads);
      each.createContext("/", this::handle);
      each.start();
    }
  }

  /** With no slash at its end. */
  public String url() {
    return "http://localhost:" + port();
  }

  public String secureUrl() {
    return "https://localhost:" + securePort();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public int securePort() {
    return secure.getAddress().getPort();
  }

  /** Requests whose URI contains a text. */
  public List<Request> requests(String inUri) {
    return requests.stream().filter(request -> request.uri().contains(inUri)).toList();
  }

  /** Waits for the only request whose URI contains a text. */
  public Request awaitRequest(String inUri) {
    Awaitility.await(inUri)
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !requests(inUri).isEmpty());
    return requests(inUri).get(0);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    secure.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Headers headers = new Headers();
      headers.putAll(exchange.getRequestHeaders());
      requests.add(
          new Request(
              exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
      String echo = headers.getFirst("x-echo");
      if (echo != null) {
        exchange.getResponseHeaders().set("x-echo", echo);
      }
      answer(exchange, exchange.getRequestURI().getPath());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, String path) throws IOException, InterruptedException {
    String query = exchange.getRequestURI().getRawQuery();
    String suffix = query == null ? "" : "?" + query;
    if (!List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
        .contains(exchange.getRequestMethod())) {
      send(exchange, 405, "");
      return;
    }
    Map<String, String> redirects =
        Map.of(
            "/redirect", "/success",
            "/another-redirect", "/redirect",
            "/circular-redirect", "/circular-redirect");
    if (redirects.containsKey(path)) {
      exchange.getResponseHeaders().set("Location", redirects.get(path) + suffix);
      send(exchange, 302, "");
    } else if (path.equals("/to-secure")) {
      exchange.getResponseHeaders().set("Location", secureUrl() + "/success" + suffix);
      send(exchange, 302, "");
    } else if (path.startsWith("/status/")) {
      send(exchange, Integer.parseInt(path.substring(8)), "status");
    } else if (path.startsWith("/flaky/")) {
      int failures = Integer.parseInt(path.substring(7));
      boolean failing = requests(exchange.getRequestURI().toString()).size() <= failures;
      send(exchange, failing ? 503 : 200, failing ? "not yet" : "at last");
    } else if (path.equals("/hang")) {
      closed.await(20, TimeUnit.SECONDS);
    } else if (path.equals("/endless-body")) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write("first ".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      closed.await(20, TimeUnit.SECONDS);
    } else if (path.equals("/slow-body")) {
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.write("first ".getBytes(StandardCharsets.UTF_8));
      out.flush();
      closed.await(BODY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      out.write("second".getBytes(StandardCharsets.UTF_8));
      out.close();
    } else {
      send(
          exchange,
          switch (path) {
            case "/success" -> 200;
            case "/error" -> 500;
            case "/client-error" -> 400;
            default -> 404;
          },
          path.substring(1));
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean silent = exchange.getRequestMethod().equals("HEAD") || bytes.length == 0;
    exchange.sendResponseHeaders(status, silent ? -1 : bytes.length);
    if (!silent) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static InetSocketAddress loopback() throws IOException {
    return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "test server");
    thread.setDaemon(true);
    return thread;
  }
}
