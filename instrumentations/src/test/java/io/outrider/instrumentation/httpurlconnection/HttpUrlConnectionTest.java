// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.httpurlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.outrider.instrumentation.Headers;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.CacheRequest;
import java.net.CacheResponse;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ResponseCache;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpUrlConnectionTest {
  private static final long SECOND = 1_000_000_000L;

  private final Reading adapter = new Reading();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private volatile com.sun.net.httpserver.Headers received;
  private HttpServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          received = exchange.getRequestHeaders();
          exchange.getRequestBody().readAllBytes();
          String path = exchange.getRequestURI().getPath();
          int status = path.startsWith("/to/") ? 302 : Integer.parseInt(path.substring(1));
          if (status == 302) {
            exchange.getResponseHeaders().add("Location", path.substring("/to".length()));
          }
          if (status == 401) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=x");
          }
          exchange.getResponseHeaders().add("X-Answer", "yes");
          boolean body = "body".equals(exchange.getRequestURI().getQuery());
          exchange.sendResponseHeaders(status, body ? 2 : -1);
          if (body) {
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    ResponseCache.setDefault(null);
    server.stop(0);
  }

  @Test
  void answersQuestionsAboutTheRequest() throws Exception {
    HttpURLConnection connection = open("/200?a=b");
    connection.addRequestProperty("X-A", "1");
    connection.addRequestProperty("X-A", "2");

    assertThat(adapter.request(connection, null, null, null)).isSameAs(connection);
    assertThat(adapter.method(connection)).isEqualTo("GET");
    assertThat(adapter.scheme(connection)).isEqualTo("http");
    assertThat(adapter.host(connection)).isEqualTo("localhost");
    assertThat(adapter.port(connection)).isEqualTo(server.getAddress().getPort());
    assertThat(adapter.url(connection)).endsWith("/200?a=b").startsWith("http://localhost:");
    assertThat(adapter.requestHeaders(connection, "x-a")).containsExactlyInAnyOrder("1", "2");
    assertThat(adapter.requestHeaders(connection, "X-none")).isEmpty();

    connection.connect();
    assertThat(adapter.requestHeaders(connection, "x-a")).hasSize(1);
  }

  @Test
  void setsHeadersOnTheConnectionItself() throws Exception {
    HttpURLConnection connection = open("/200");
    connection.setRequestProperty("TraceParent", "old");
    connection.setRequestProperty("X-Kept", "yes");

    assertThat(adapter.outgoing(connection, headers("traceparent", "new"), 0, 0))
        .isSameAs(connection);
    connection.getInputStream().close();

    assertThat(received.get("traceparent")).containsExactly("new");
    assertThat(received.get("X-Kept")).containsExactly("yes");
  }

  @Test
  void goesWithoutHeadersOnceItIsConnected() throws Exception {
    HttpURLConnection connection = open("/200");
    connection.connect();

    adapter.outgoing(connection, headers("traceparent", "late"), 0, SECOND);
    connection.getInputStream().close();

    assertThat(received.containsKey("traceparent")).isFalse();
  }

  @Test
  void theShorterTimeoutWins() throws Exception {
    HttpURLConnection unlimited = limited(0, 0, 2 * SECOND, 3 * SECOND);
    HttpURLConnection patient = limited(9000, 9000, 2 * SECOND, 3 * SECOND);
    HttpURLConnection hasty = limited(1, 2, 2 * SECOND, 3 * SECOND);
    HttpURLConnection untouched = limited(0, 7, 0, 0);

    assertThat(unlimited.getConnectTimeout()).isEqualTo(2000);
    assertThat(unlimited.getReadTimeout()).isEqualTo(3000);
    assertThat(patient.getConnectTimeout()).isEqualTo(2000);
    assertThat(patient.getReadTimeout()).isEqualTo(3000);
    assertThat(hasty.getConnectTimeout()).isEqualTo(1);
    assertThat(hasty.getReadTimeout()).isEqualTo(2);
    assertThat(untouched.getConnectTimeout()).isZero();
    assertThat(untouched.getReadTimeout()).isEqualTo(7);
  }

  @Test
  void theLimitOfARequestCoversItsConnection() throws Exception {
    assertThat(limited(0, 0, 0, SECOND).getConnectTimeout()).isEqualTo(1000);
  }

  @Test
  void aLimitBelowAMillisecondIsNotNoLimit() throws Exception {
    assertThat(limited(0, 0, 0, 1).getReadTimeout()).isEqualTo(1);
    assertThat(limited(0, 0, 0, 1_000_001).getReadTimeout()).isEqualTo(2);
    assertThat(limited(0, 0, 0, Long.MAX_VALUE).getReadTimeout()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void readsTheStatusOfEveryAnswerWithoutAskingAgain() throws Exception {
    for (String path : List.of("/200", "/204", "/301", "/404", "/410", "/401", "/500", "/503")) {
      for (String query : path.equals("/204") ? List.of("") : List.of("", "?body")) {
        for (String method : List.of("GET", "HEAD", "POST", "DELETE")) {
          if (!method.equals("HEAD") || query.isEmpty()) {
            HttpURLConnection connection = open(path + query);
            connection.setRequestMethod(method);
            if (method.equals("POST")) {
              connection.setDoOutput(true);
              connection.getOutputStream().write('x');
            }
            assertThat(adapter.status(answer(connection))).isEqualTo(status(path));
            assertThat(adapter.responseHeaders(answer(connection), "x-answer"))
                .containsExactly("yes");
            assertThat(requests).containsExactly(method + " " + path + query);
            requests.clear();
          }
        }
      }
    }
  }

  @Test
  void readsTheStatusOfStreamedRequests() throws Exception {
    for (String path : List.of("/200", "/404", "/500?body")) {
      HttpURLConnection connection = open(path);
      connection.setDoOutput(true);
      connection.setChunkedStreamingMode(16);
      connection.getOutputStream().write(new byte[100]);

      assertThat(adapter.status(answer(connection))).isEqualTo(status(path));
    }
  }

  @Test
  void readsTheStatusOfARequestThatCannotBeRepeated() throws Exception {
    HttpURLConnection connection = open("/401");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(1);
    connection.getOutputStream().write('x');

    Object answer = answer(connection);

    assertThat(answer).isInstanceOf(HttpRetryException.class);
    assertThat(adapter.status(answer)).isEqualTo(401);
    assertThat(adapter.responseHeaders(answer, "X-Answer")).isEmpty();
  }

  @Test
  void readsTheStatusAfterARedirect() throws Exception {
    assertThat(adapter.status(answer(open("/to/404")))).isEqualTo(404);
    assertThat(requests).containsExactly("GET /to/404", "GET /404");
  }

  @Test
  void hasNoResponseWhenNothingAnswered() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    assertThat(answer(open(closed, "/200"))).isNull();
    HttpURLConnection streamed = open(closed, "/200");
    streamed.setDoOutput(true);
    streamed.setChunkedStreamingMode(16);
    assertThat(answer(streamed)).isNull();
  }

  @Test
  void hasNoResponseAfterATimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      HttpURLConnection connection = open(silent.getLocalPort(), "/200");
      connection.setReadTimeout(20);

      assertThat(answer(connection)).isNull();
      assertThat(adapter.response(connection, null, new SocketTimeoutException())).isNull();
    }
  }

  @Test
  void anAnswerThatIsNoHttpHasNoStatus() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread garbage = new Thread(() -> answerGarbage(socket));
      garbage.start();
      Object answer = answer(open(socket.getLocalPort(), "/200"));

      assertThat(answer == null ? 0 : adapter.status(answer)).isZero();
      garbage.join();
    }
  }

  private static void answerGarbage(ServerSocket socket) {
    for (int i = 0; i < 2; i++) {
      try (java.net.Socket accepted = socket.accept()) {
        accepted.getInputStream().read(new byte[1024]);
        accepted.getOutputStream().write("NONSENSE\r\n\r\n".getBytes("US-ASCII"));
        socket.setSoTimeout(200);
      } catch (java.io.IOException e) {
        return;
      }
    }
  }

  @Test
  void whatIsOnlyBegunHasNoResponse() throws Exception {
    HttpURLConnection connection = open("/200");

    assertThat(new Connecting().response(connection, null, null)).isNull();
    assertThat(new Writing().response(connection, null, new java.io.IOException("proxy"))).isNull();
  }

  @Test
  void askingForTheOutputStreamMakesAPost() throws Exception {
    HttpURLConnection connection = open("/200");
    connection.setDoOutput(true);
    assertThat(new Connecting().method(connection)).isEqualTo("GET");
    assertThat(new Writing().method(connection)).isEqualTo("POST");

    connection.getOutputStream().write('x');
    connection.getInputStream().close();
    assertThat(requests).containsExactly("POST /200");

    HttpURLConnection put = open("/200");
    put.setRequestMethod("PUT");
    assertThat(new Writing().method(put)).isEqualTo("PUT");
  }

  @Test
  void readsTheStatusOfACachedAnswer() throws Exception {
    ResponseCache.setDefault(new OneAnswer());

    assertThat(adapter.status(answer(open("/500")))).isEqualTo(203);
    assertThat(requests).isEmpty();
  }

  private HttpURLConnection limited(int connect, int read, long connectNanos, long requestNanos)
      throws Exception {
    HttpURLConnection connection = open("/200");
    connection.setConnectTimeout(connect);
    connection.setReadTimeout(read);
    adapter.outgoing(connection, new Headers(), connectNanos, requestNanos);
    return connection;
  }

  /** As the engine asks, when the woven method has ended. */
  private Object answer(HttpURLConnection connection) {
    try {
      return adapter.response(connection, connection.getInputStream(), null);
    } catch (Exception e) {
      return adapter.response(connection, null, e);
    }
  }

  private static int status(String path) {
    return Integer.parseInt(path.substring(1, 4));
  }

  private HttpURLConnection open(String path) throws Exception {
    return open(server.getAddress().getPort(), path);
  }

  private static HttpURLConnection open(int port, String path) throws Exception {
    return (HttpURLConnection)
        URI.create("http://localhost:" + port + path).toURL().openConnection();
  }

  private static Headers headers(String name, String value) {
    Headers headers = new Headers();
    headers.set(name, value);
    return headers;
  }

  private static final class OneAnswer extends ResponseCache {
    @Override
    public CacheResponse get(URI uri, String method, Map<String, List<String>> headers) {
      return new CacheResponse() {
        @Override
        public Map<String, List<String>> getHeaders() {
          Map<String, List<String>> answer = new java.util.HashMap<>();
          answer.put(null, Collections.singletonList("HTTP/1.1 203 Kept"));
          return answer;
        }

        @Override
        public InputStream getBody() {
          return new ByteArrayInputStream(new byte[0]);
        }
      };
    }

    @Override
    public CacheRequest put(URI uri, URLConnection connection) {
      return null;
    }
  }
}
