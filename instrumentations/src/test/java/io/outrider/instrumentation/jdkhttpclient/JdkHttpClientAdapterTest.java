// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.outrider.instrumentation.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdkHttpClientAdapterTest {
  private final JdkHttpClientAdapter adapter = new JdkHttpClientAdapter();
  private final HttpClient client = HttpClient.newHttpClient();
  private final CompletableFuture<com.sun.net.httpserver.Headers> received =
      new CompletableFuture<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/echo",
        exchange -> {
          received.complete(exchange.getRequestHeaders());
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("X-Method", exchange.getRequestMethod());
          exchange.sendResponseHeaders(201, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/hang",
        exchange -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    release.countDown();
    server.stop(0);
  }

  @Test
  void answersQuestionsAboutRequestAndResponse() throws Exception {
    HttpRequest request = request("/echo?a=b").header("X-A", "1").header("x-a", "2").build();

    assertThat(adapter.request(client, request, null, null)).isSameAs(request);
    assertThat(adapter.method(request)).isEqualTo("GET");
    assertThat(adapter.scheme(request)).isEqualTo("http");
    assertThat(adapter.host(request)).isEqualTo("localhost");
    assertThat(adapter.port(request)).isEqualTo(server.getAddress().getPort());
    assertThat(adapter.url(request)).isEqualTo(request.uri().toString()).endsWith("/echo?a=b");
    assertThat(adapter.requestHeaders(request, "X-a")).containsExactly("1", "2");
    assertThat(adapter.requestHeaders(request, "X-none")).isEmpty();

    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    HttpResponse<?> response = adapter.response(request, answer, null);
    assertThat(adapter.status(response)).isEqualTo(201);
    assertThat(adapter.protocolVersion(response)).isEqualTo("1.1");
    assertThat(adapter.responseHeaders(response, "x-METHOD")).containsExactly("GET");
    assertThat(adapter.response(request, null, new HttpTimeoutException("late"))).isNull();
  }

  @Test
  void replacesHeadersWhateverTheCaseOfTheirNames() throws Exception {
    HttpRequest request =
        request("/echo")
            .header("TraceParent", "old")
            .header("traceparent", "older")
            .header("X-Kept", "yes")
            .build();

    send(outgoing(request, headers("traceparent", "new"), 0));

    assertThat(received.get().get("traceparent")).containsExactly("new");
    assertThat(received.get().get("X-Kept")).containsExactly("yes");
    assertThat(request.headers().allValues("traceparent")).containsExactly("old", "older");
  }

  @Test
  void keepsEverythingElseOfTheRequest() throws Exception {
    HttpRequest request =
        request("/echo")
            .method("PATCH", BodyPublishers.ofString("a body"))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(20))
            .expectContinue(true)
            .build();

    HttpRequest sent = outgoing(request, headers("traceparent", "t"), 0);
    HttpResponse<String> response = send(sent);

    assertThat(response.body()).isEqualTo("a body");
    assertThat(response.headers().firstValue("X-Method")).contains("PATCH");
    assertThat(sent.version()).contains(HttpClient.Version.HTTP_1_1);
    assertThat(sent.timeout()).contains(Duration.ofSeconds(20));
    assertThat(sent.expectContinue()).isTrue();
    assertThat(sent.uri()).isEqualTo(request.uri());
    assertThat(sent.bodyPublisher()).isEqualTo(request.bodyPublisher());
    assertThat(sent).hasToString(request.toString());
  }

  @Test
  void theShorterTimeoutWins() throws Exception {
    HttpRequest unlimited = request("/echo").build();
    HttpRequest patient = request("/echo").timeout(Duration.ofSeconds(9)).build();
    HttpRequest hasty = request("/echo").timeout(Duration.ofMillis(3)).build();
    long second = 1_000_000_000L;

    assertThat(outgoing(unlimited, new Headers(), second).timeout())
        .contains(Duration.ofSeconds(1));
    assertThat(outgoing(patient, new Headers(), second).timeout()).contains(Duration.ofSeconds(1));
    assertThat(outgoing(hasty, new Headers(), second)).isSameAs(hasty);
    assertThat(outgoing(hasty, headers("a", "b"), second).timeout()).contains(Duration.ofMillis(3));
    assertThat(outgoing(unlimited, new Headers(), 0)).isSameAs(unlimited);
  }

  @Test
  void theTimeoutIsTheClientsOwn() throws Exception {
    HttpRequest sent = outgoing(request("/hang").build(), new Headers(), 50_000_000L);

    assertThatThrownBy(() -> send(sent)).isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void whatAResponseHandsBackCanBeSentAgain() throws Exception {
    HttpRequest first = outgoing(request("/echo").build(), headers("traceparent", "1"), 0);
    HttpRequest again = send(first).request();

    HttpRequest second = outgoing(again, headers("traceparent", "2"), 0);

    assertThat(second.headers().allValues("traceparent")).containsExactly("2");
    assertThat(second).hasToString(request("/echo").build().toString());
    assertThat(send(second).statusCode()).isEqualTo(201);
  }

  @Test
  void sendsTheCopyThroughTheFutureToo() throws Exception {
    HttpRequest sent = outgoing(request("/echo").build(), headers("traceparent", "1"), 0);

    assertThat(client.sendAsync(sent, BodyHandlers.ofString()).get().statusCode()).isEqualTo(201);
    assertThat(received.get().getFirst("traceparent")).isEqualTo("1");
  }

  @Test
  void leavesWebSocketHandshakesAlone() {
    HttpRequest handshake =
        request("/chat")
            .version(HttpClient.Version.HTTP_1_1)
            .header("Sec-WebSocket-Version", "13")
            .header("Sec-WebSocket-Key", "x3JJHMbDL1EzLkh9GBhXDw==")
            .build();

    assertThat(adapter.request(client, handshake, null, null)).isNull();
  }

  @Test
  void leavesAloneWhatIsNoRequest() {
    assertThat(adapter.request(client, null, null, null)).isNull();
    assertThat(adapter.request(client, "no request", null, null)).isNull();
  }

  @Test
  void whereRequestsHaveOptionsTheJdkCopiesThem() throws Exception {
    HttpRequest request =
        request("/echo")
            .PUT(BodyPublishers.ofString("a body"))
            .header("TraceParent", "old")
            .header("X-Kept", "yes")
            .timeout(Duration.ofSeconds(9))
            .build();

    HttpRequest sent =
        RequestOptions.copy(request, headers("traceparent", "new"), Duration.ofSeconds(1));

    assertThat(RequestOptions.exist()).isEqualTo(Runtime.version().feature() >= 26);
    assertThat(sent.timeout()).contains(Duration.ofSeconds(1));
    assertThat(send(sent).body()).isEqualTo("a body");
    assertThat(received.get().get("traceparent")).containsExactly("new");
    assertThat(received.get().get("X-Kept")).containsExactly("yes");
  }

  private HttpRequest outgoing(HttpRequest request, Headers headers, long nanos) throws Exception {
    return (HttpRequest) adapter.outgoing(request, headers, 0, nanos);
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://localhost:" + server.getAddress().getPort() + path));
  }

  private static Headers headers(String name, String value) {
    Headers headers = new Headers();
    headers.set(name, value);
    return headers;
  }
}
