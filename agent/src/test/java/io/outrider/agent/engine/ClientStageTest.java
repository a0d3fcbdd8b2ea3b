// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.data.StatusData;
import io.outrider.agent.guard.GuardRejection;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.WeakStore;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientStageTest {
  private final Telemetry telemetry = new Telemetry();

  /** The connection is request and response in one, as HttpURLConnection is. */
  private static final class Connection {
    final FakeClient.Request request = new FakeClient.Request();
    int status = 200;
  }

  private static final class Library extends FakeClient {
    private static Request of(Object connection) {
      return ((Connection) connection).request;
    }

    @Override
    public Object request(Object self, Object a0, Object a1, Object a2) {
      return self;
    }

    @Override
    public Object response(Object request, Object returned, Throwable thrown) {
      return thrown == null ? request : null;
    }

    @Override
    public String method(Object request) {
      return of(request).method;
    }

    @Override
    public String scheme(Object request) {
      return of(request).scheme;
    }

    @Override
    public String host(Object request) {
      return of(request).host;
    }

    @Override
    public int port(Object request) {
      return of(request).port;
    }

    @Override
    public String url(Object request) {
      return of(request).url;
    }

    @Override
    public Object outgoing(
        Object request, io.outrider.instrumentation.Headers headers, long connect, long all)
        throws Exception {
      super.outgoing(of(request), headers, connect, all);
      return request;
    }

    @Override
    public int status(Object response) {
      return ((Connection) response).status;
    }
  }

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private Throwable run(Shape shape, Object connection, Woven.Body body) {
    return Woven.thrownBy(
        new ClientStage(telemetry.engine(), new Library(), shape, new Life("fake")),
        connection,
        null,
        body);
  }

  private Throwable connect(Object connection) {
    return run(Shape.CLIENT_BEGIN, connection, r -> null);
  }

  private Throwable read(Object connection) {
    return run(Shape.CLIENT_END, connection, r -> "in");
  }

  @Test
  void allStagesAreOneCall() {
    Connection connection = new Connection();
    connect(connection);
    assertRoot();
    run(Shape.CLIENT_BEGIN, connection, r -> "out");
    assertThat(telemetry.ended()).isEmpty();
    assertThat(connection.request.headers).containsKey("traceparent");
    read(connection);
    assertThat(attributes(telemetry.only())).containsEntry("http.response.status_code", 200L);
    read(connection);
    connect(connection);
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void stagesInsideOneAnotherAreOneCall() {
    Connection connection = new Connection();
    run(
        Shape.CLIENT_END,
        connection,
        r -> {
          connect(connection);
          run(Shape.CLIENT_ABANDON, connection, x -> null);
          connect(connection);
          return "in";
        });
    assertThat(attributes(telemetry.only())).containsEntry("http.response.status_code", 200L);
  }

  @Test
  void whoConnectsAgainAfterAFailureMakesANewCall() {
    Connection connection = new Connection();
    IOException failure = new SocketException("refused");
    assertThat(
            run(
                Shape.CLIENT_BEGIN,
                connection,
                r -> {
                  throw failure;
                }))
        .isSameAs(failure);
    connect(connection);
    read(connection);
    assertThat(telemetry.ended()).hasSize(2);
    assertThat(attributes(telemetry.ended().get(0)))
        .containsEntry("error.type", "java.net.SocketException");
    assertThat(telemetry.ended().get(1).getStatus()).isEqualTo(StatusData.unset());
  }

  @Test
  void aCallThatIsGivenUpIsNoError() {
    Connection connection = new Connection();
    connect(connection);
    run(Shape.CLIENT_ABANDON, connection, r -> null);
    assertThat(telemetry.only().getStatus()).isEqualTo(StatusData.unset());
    assertThat(attributes(telemetry.only())).doesNotContainKey("http.response.status_code");
    run(Shape.CLIENT_ABANDON, connection, r -> null);
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aDisconnectByAnotherThreadLeavesTheEndToTheReader() throws Exception {
    Connection connection = new Connection();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch disconnected = new CountDownLatch(1);
    Thread reader =
        new Thread(
            () ->
                run(
                    Shape.CLIENT_END,
                    connection,
                    r -> {
                      reading.countDown();
                      disconnected.await(10, TimeUnit.SECONDS);
                      throw new SocketException("closed");
                    }));
    reader.start();
    assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
    run(Shape.CLIENT_ABANDON, connection, r -> null);
    assertThat(telemetry.ended()).isEmpty();
    disconnected.countDown();
    reader.join();
    assertThat(telemetry.only().getStatus()).isEqualTo(StatusData.unset());
  }

  private void guarded() {
    telemetry.guard(
        "flaky",
        "match",
        "client:http",
        "circuit-breaker.window",
        "3 calls",
        "circuit-breaker.minimum-calls",
        "3",
        "circuit-breaker.wait-open",
        "1m");
    for (int i = 0; i < 3; i++) {
      run(
          Shape.CLIENT_BEGIN,
          new Connection(),
          r -> {
            throw new SocketException("refused");
          });
    }
    telemetry.spans.reset();
  }

  @Test
  void aRefusalIsKeptForWhoAsksForTheAnswerAgain() {
    guarded();
    Connection connection = new Connection();
    Throwable refusal = read(connection);
    assertThat(refusal).isInstanceOf(GuardRejection.class);
    assertThat(read(connection)).isSameAs(refusal);
    assertThat(connect(connection)).isSameAs(refusal);
    // It cannot throw that, and has no need to.
    assertThat(run(Shape.CLIENT_ABANDON, connection, r -> null)).isNull();
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void whoConnectsAgainAfterARefusalIsAskedAgain() {
    guarded();
    Connection connection = new Connection();
    Throwable refusal = connect(connection);
    assertThat(refusal).isInstanceOf(GuardRejection.class);
    assertThat(connect(connection)).isInstanceOf(GuardRejection.class).isNotSameAs(refusal);
    assertThat(telemetry.ended()).hasSize(2);
  }

  @Test
  void callsThatAreGivenUpSayNothingAboutThePeer() {
    telemetry.guard(
        "flaky",
        "match",
        "client:http",
        "circuit-breaker.window",
        "1 calls",
        "circuit-breaker.minimum-calls",
        "1");
    for (int i = 0; i < 3; i++) {
      Connection connection = new Connection();
      connect(connection);
      run(Shape.CLIENT_ABANDON, connection, r -> null);
    }
    assertThat(read(new Connection())).isNull();
  }

  @Test
  void aConnectionThatIsDroppedHandsBackWhatWasGranted() {
    WeakReference<Connection> dropped = connectedAndDropped();
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () -> {
              System.gc();
              WeakStore.expungeAll();
              return telemetry.ended().size() == 1;
            });
    assertThat(dropped.get()).isNull();
    assertThat(telemetry.engine().openCalls.size()).isZero();
  }

  private WeakReference<Connection> connectedAndDropped() {
    Connection connection = new Connection();
    connect(connection);
    assertThat(telemetry.engine().openCalls.size()).isEqualTo(1);
    return new WeakReference<>(connection);
  }
}
