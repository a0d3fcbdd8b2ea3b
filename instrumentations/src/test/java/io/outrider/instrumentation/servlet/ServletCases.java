// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpServerAdapter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What both adapters must do, in a real container of each API. */
abstract class ServletCases {
  /** The ways in which the application under test answers. */
  static final String OK = "/ok";

  static final String THROWN = "/thrown";
  static final String FORWARD = "/forward";
  static final String ASYNC = "/async";
  static final String FAST = "/fast";
  static final String REDISPATCH = "/redispatch";
  static final String TIMEOUT = "/timeout";
  static final String LATE_ERROR = "/late-error";
  static final String BEGUN = "/begun";
  private static final String REFUSED = "/refused";

  static {
    // The containers report the exceptions thrown on purpose.
    LogManager.getLogManager().reset();
  }

  final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> nested = new CopyOnWriteArrayList<>();
  private final CountDownLatch left = new CountDownLatch(1);
  private int port;

  /** Starts the container and returns its port. */
  abstract int start() throws Exception;

  abstract void stop() throws Exception;

  /** To be called by the application's own threads: returns when the first dispatch is over. */
  final void awaitReturn() {
    try {
      left.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  interface Chain {
    void proceed() throws Exception;
  }

  @BeforeEach
  void startContainer() throws Exception {
    port = start();
  }

  @AfterEach
  void stopContainer() throws Exception {
    stop();
    assertThat(ended).as("ends that nobody expected").isEmpty();
  }

  /** Does what the engine does around the outermost filter. */
  final <Q, R> void around(HttpServerAdapter<Q, R> adapter, Object a0, Object a1, Chain chain)
      throws Exception {
    Q request = adapter.request(this, a0, a1, null);
    R response = adapter.response(this, a0, a1, null);
    String path = adapter.path(request);
    if (adapter.state(request) != null) {
      nested.add(path + " " + adapter.state(request));
      chain.proceed();
      return;
    }
    adapter.state(request, "of " + path);
    asked.add(describe(adapter, request));
    if (path.equals(BEGUN)) {
      chain.proceed();
    }
    if (path.equals(REFUSED) || path.equals(BEGUN)) {
      Headers headers = new Headers();
      headers.set("Retry-After", "3");
      adapter.answer(request, response, 503, headers, "busy".getBytes(StandardCharsets.US_ASCII));
      ended.add(path + " " + adapter.status(response, null));
      return;
    }
    Throwable thrown = null;
    try {
      chain.proceed();
    } catch (Throwable e) {
      thrown = e;
      throw e;
    } finally {
      if (thrown != null
          || !adapter.suspended(
              request,
              response,
              (status, error) ->
                  ended.add(path + " later " + status + (error == null ? "" : " " + error)))) {
        ended.add(
            path
                + " "
                + adapter.status(response, thrown)
                + adapter.responseHeaders(response, "X-ANSWER"));
      }
      left.countDown();
    }
  }

  private static <Q, R> String describe(HttpServerAdapter<Q, R> adapter, Q request) {
    return String.join(
        " ",
        adapter.method(request),
        adapter.scheme(request),
        adapter.path(request),
        adapter.query(request),
        adapter.protocolVersion(request),
        adapter.header(request, "tracePARENT"),
        adapter.headers(request, "baggage").toString(),
        adapter.headers(request, "absent").toString(),
        adapter.peerAddress(request),
        adapter.peerPort(request) > 0 ? "port" : "no port");
  }

  @Test
  void answersQuestionsAboutRequestAndAnswer() throws Exception {
    HttpResponse<String> answer =
        send(
            request(OK + ";v=1/a%20b?c=%26")
                .header("traceparent", "t")
                .header("baggage", "a=1")
                .header("Baggage", "b=2")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("x")));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(asked)
        .containsExactly("PATCH http /ok;v=1/a%20b c=%26 1.1 t [a=1, b=2] [] 127.0.0.1 port");
    assertThat(nextEnd()).isEqualTo("/ok;v=1/a%20b 201[yes]");
  }

  @Test
  void anUncaughtExceptionIsA500() throws Exception {
    assertThat(send(request(THROWN)).statusCode()).isEqualTo(500);
    assertThat(nextEnd()).isEqualTo("/thrown 500[]");
  }

  @Test
  void aForwardBelongsToItsRequest() throws Exception {
    assertThat(send(request(FORWARD)).statusCode()).isEqualTo(201);
    assertThat(nested).containsExactly("/ok of /forward");
    assertThat(nextEnd()).isEqualTo("/forward 201[yes]");
  }

  @Test
  void anAsynchronousRequestEndsWhenItIsComplete() throws Exception {
    assertThat(send(request(ASYNC)).statusCode()).isEqualTo(202);
    assertThat(nextEnd()).isEqualTo("/async later 202");
  }

  @Test
  void aRequestCompletedBeforeItsMethodReturnsEndsOnce() throws Exception {
    assertThat(send(request(FAST)).statusCode()).isEqualTo(203);
    assertThat(nextEnd()).startsWith("/fast ").contains("203");
  }

  @Test
  void aRequestThatGoesAsynchronousAgainEndsOnce() throws Exception {
    assertThat(send(request(REDISPATCH)).statusCode()).isEqualTo(202);
    assertThat(nested).containsExactly("/async of /redispatch");
    assertThat(nextEnd()).isEqualTo("/redispatch later 202");
  }

  @Test
  void aTimeoutThatTheApplicationAnswersIsNoError() throws Exception {
    assertThat(send(request(TIMEOUT)).statusCode()).isEqualTo(204);
    assertThat(nextEnd()).isEqualTo("/timeout later 204");
  }

  @Test
  void anErrorAfterADispatchIsA500() throws Exception {
    assertThat(send(request(LATE_ERROR)).statusCode()).isEqualTo(500);
    assertThat(nextEnd()).startsWith("/late-error later 500");
  }

  @Test
  void refusesInTheApplicationsPlace() throws Exception {
    HttpResponse<String> answer = send(request(REFUSED));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("3");
    assertThat(answer.body()).isEqualTo("busy");
    assertThat(nextEnd()).isEqualTo("/refused 503");

    assertThat(send(request(REFUSED).method("HEAD", HttpRequest.BodyPublishers.noBody())).body())
        .isEmpty();
    assertThat(nextEnd()).isEqualTo("/refused 503");
  }

  @Test
  void refusesAtTheRouteAlthoughAFilterHasBegunToWrite() throws Exception {
    HttpResponse<String> answer = send(request(BEGUN));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("busy");
    assertThat(nextEnd()).isEqualTo("/begun 503");
  }

  private String nextEnd() throws InterruptedException {
    return ended.poll(10, TimeUnit.SECONDS);
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
