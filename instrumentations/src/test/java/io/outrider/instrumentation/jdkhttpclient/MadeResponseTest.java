// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HeldBytes;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeResponseTest {
  private static final byte[] BODY = "one\ntwo".getBytes(StandardCharsets.UTF_8);

  private final JdkHttpClientAdapter adapter = new JdkHttpClientAdapter();
  private final HttpRequest request = HttpRequest.newBuilder(URI.create("http://shop/")).build();

  @SuppressWarnings("unchecked")
  private <T> HttpResponse<T> answer(HttpRequest to, BodyHandler<T> handler) throws Exception {
    Headers headers = new Headers();
    headers.set("X-A", "1");
    headers.set("x-a", "2");
    return (HttpResponse<T>)
        adapter
            .answer(to, handler, 203, headers, BODY, null)
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
  }

  @Test
  void theApplicationsOwnHandlerReadsTheBody(@TempDir Path folder) throws Exception {
    HttpResponse<String> response = answer(request, BodyHandlers.ofString());
    assertThat(response.body()).isEqualTo("one\ntwo");
    assertThat(response.statusCode()).isEqualTo(203);
    assertThat(response.request()).isSameAs(request);
    assertThat(response.uri()).isEqualTo(request.uri());
    assertThat(response.headers().allValues("x-a")).containsExactly("1", "2");
    assertThat(response.headers().firstValueAsLong("content-length")).hasValue(BODY.length);
    assertThat(response.previousResponse()).isEmpty();
    assertThat(response.sslSession()).isEmpty();
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);

    assertThat(answer(request, BodyHandlers.ofByteArray()).body()).isEqualTo(BODY);
    try (InputStream in = answer(request, BodyHandlers.ofInputStream()).body()) {
      assertThat(in.readAllBytes()).isEqualTo(BODY);
    }
    try (Stream<String> lines = answer(request, BodyHandlers.ofLines()).body()) {
      assertThat(lines).containsExactly("one", "two");
    }
    Path file = folder.resolve("body");
    assertThat(answer(request, BodyHandlers.ofFile(file)).body()).isEqualTo(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(BODY);
    assertThat(answer(request, BodyHandlers.discarding()).body()).isNull();
    assertThat(answer(request, BodyHandlers.replacing("x")).body()).isEqualTo("x");
  }

  @Test
  void aHeadHasNoBody() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(request.uri()).method("HEAD", BodyPublishers.noBody()).build();
    assertThat(answer(head, BodyHandlers.ofString()).body()).isEmpty();
  }

  @Test
  void aSubscriberGetsTheBodyWhenItAsksAndTheEndOnce() throws Exception {
    List<String> heard = new ArrayList<>();
    Flow.Subscriber<List<ByteBuffer>> late =
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
            heard.add("subscribed");
            subscription.request(1);
          }

          @Override
          public void onNext(List<ByteBuffer> item) {
            heard.add("next");
          }

          @Override
          public void onError(Throwable throwable) {
            heard.add("error");
          }

          @Override
          public void onComplete() {
            heard.add("complete");
          }
        };
    answer(request, BodyHandlers.fromSubscriber(late));
    assertThat(heard).containsExactly("subscribed", "next", "complete");
  }

  @Test
  void onlyBodiesThatAreThereInFullCanBeSentAgain(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("f"), BODY);
    assertThat(Bodies.canBeSentAgain(null)).isTrue();
    for (HttpRequest.BodyPublisher lasting :
        List.of(
            BodyPublishers.noBody(),
            BodyPublishers.ofString("x"),
            BodyPublishers.ofByteArray(BODY),
            BodyPublishers.ofByteArray(BODY, 1, 2),
            BodyPublishers.ofFile(file))) {
      assertThat(Bodies.canBeSentAgain(lasting)).as(lasting.getClass().getName()).isTrue();
    }
    HttpRequest.BodyPublisher own =
        new HttpRequest.BodyPublisher() {
          @Override
          public long contentLength() {
            return 1;
          }

          @Override
          public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {}
        };
    for (HttpRequest.BodyPublisher spent :
        List.of(
            own,
            BodyPublishers.fromPublisher(own, 1),
            BodyPublishers.fromPublisher(own),
            BodyPublishers.ofByteArrays(List.of(BODY)),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(BODY)))) {
      assertThat(Bodies.canBeSentAgain(spent)).as(spent.getClass().getName()).isFalse();
    }
  }

  @Test
  void anAnswerThatIsHeldBackIsReadToItsEndAndCanBeReleased() throws Throwable {
    List<InetSocketAddress> connections = new ArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          connections.add(exchange.getRemoteAddress());
          boolean large = exchange.getRequestURI().getPath().equals("/large");
          exchange.sendResponseHeaders(503, 0);
          exchange.getResponseBody().write(large ? new byte[1 << 20] : BODY);
          exchange.close();
        });
    server.start();
    try {
      HttpClient client = HttpClient.newHttpClient();
      String url = "http://localhost:" + server.getAddress().getPort();
      HttpRequest small = HttpRequest.newBuilder(URI.create(url + "/")).build();
      BodyHandler<String> handler = BodyHandlers.ofString();
      for (int i = 0; i < 3; i++) {
        HttpResponse<?> held =
            (HttpResponse<?>)
                adapter.call(client, small, handler, null, (status, after) -> status == 503);
        assertThat(held.statusCode()).isEqualTo(503);
        assertThat(held.body()).isInstanceOf(HeldBody.Bytes.class);
        HttpResponse<?> released =
            (HttpResponse<?>) adapter.release(held, handler).toCompletableFuture().get();
        assertThat(released.body()).isEqualTo("one\ntwo");
        assertThat(released.headers()).isEqualTo(held.headers());
      }
      assertThat(connections.stream().distinct()).hasSize(1);
      HttpResponse<?> passed =
          (HttpResponse<?>) adapter.call(client, small, handler, null, (status, after) -> false);
      assertThat(adapter.release(passed, handler).toCompletableFuture().get()).isSameAs(passed);
      HttpRequest large = HttpRequest.newBuilder(URI.create(url + "/large")).build();
      HttpResponse<?> cut =
          (HttpResponse<?>)
              adapter
                  .callAsync(client, large, handler, null, (status, after) -> true)
                  .get(10, TimeUnit.SECONDS);
      assertThat(((HeldBody.Bytes) cut.body()).bytes).hasSize(HeldBytes.MOST);
    } finally {
      server.stop(0);
    }
  }
}
