// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.outrider.agent.guard.GuardRejection;
import io.outrider.agent.shape.Around;
import io.outrider.instrumentation.DbAdapter;
import io.outrider.instrumentation.DbConnectAdapter;
import io.outrider.instrumentation.HttpClientAdapter;
import io.outrider.instrumentation.HttpServerAdapter;
import io.outrider.instrumentation.Shape;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An adapter throws at each question in turn. Whichever it is, the call goes on, the context is
 * what it was, every span that was begun has ended, and a permit is neither lost nor ended twice.
 */
class RobustnessTest {
  private static final IllegalStateException BODY = new IllegalStateException("the application's");

  /** Every guard that holds a permit; the breaker lets one probe through at a time. */
  private static Telemetry telemetry() {
    Telemetry telemetry = new Telemetry();
    telemetry.settings.clientRequestHeaders = Arrays.asList("X-A");
    telemetry.settings.clientResponseHeaders = Arrays.asList("X-B");
    telemetry.settings.serverRequestHeaders = Arrays.asList("X-A");
    telemetry.settings.serverResponseHeaders = Arrays.asList("X-B");
    telemetry.settings.connectionSpans = true;
    telemetry.guards(
        "all",
        "match",
        "client:http",
        "circuit-breaker.window",
        "1 calls",
        "circuit-breaker.minimum-calls",
        "1",
        "circuit-breaker.half-open-calls",
        "1",
        "circuit-breaker.wait-open",
        "1ms");
    telemetry.guards("places", "bulkhead.max-concurrent", "5");
    telemetry.guards("found", "match", "client:http", "concurrency.limit", "aimd");
    telemetry.guards(
        "door", "match", "server:http", "shed.cpu", "100", "concurrency.limit", "gradient2");
    return telemetry.guards("door2", "match", "server:http", "degrade.when", "in-flight > 50");
  }

  static Throwable[] failures() {
    return new Throwable[] {
      new IllegalStateException("an adapter's"),
      new NoClassDefFoundError("an adapter's"),
      new StackOverflowError(),
      new OutOfMemoryError("an adapter's"),
      new ThreadDeath(),
      new java.io.IOException("checked")
    };
  }

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  /** Throws at question 1, 2, ... until a call needs no more questions. */
  private static <A> void atEachQuestion(
      Class<A> type,
      A adapter,
      Throwable failure,
      BiFunction<Telemetry, A, Around> site,
      Object self,
      Supplier<Object> argument,
      Woven.Body body,
      Object expected) {
    for (int n = 1; n < 100; n++) {
      Telemetry telemetry = telemetry();
      FailingAdapter failing = new FailingAdapter(n, failure);
      Around around = site.apply(telemetry, failing.around(type, adapter));
      Context outside = new Silence(Context.root(), Operation.Kind.HTTP_SERVER);
      Current.swap(outside);
      Object result;
      try {
        result = Woven.call(around, self, argument.get(), body);
      } catch (Throwable e) {
        result = e;
      } finally {
        assertThat(Current.swap(null)).as("context at question %d", n).isSameAs(outside);
      }
      if (expected == CompletableFuture.class) {
        assertThat(result).isInstanceOf(CompletableFuture.class);
        assertThat((CompletableFuture<?>) result).isCompleted();
      } else {
        assertThat(result).as("outcome at question %d", n).isSameAs(expected);
      }
      assertThat(telemetry.begun())
          .as("spans at question %d", n)
          .isEqualTo(telemetry.ended().size());
      assertThat(telemetry.gauge("outrider.guard.in_use"))
          .as("permits at question %d", n)
          .allMatch(value -> value == 0);
      if (failing.asked() < n) {
        assertThat(n).isGreaterThan(2);
        return;
      }
    }
    throw new AssertionError("it never stops asking");
  }

  private static final FakeClient.Response RESPONSE = new FakeClient.Response(200);

  @SuppressWarnings("unchecked")
  private static <T> Class<T> type(Class<?> raw) {
    return (Class<T>) raw;
  }

  @ParameterizedTest
  @MethodSource("failures")
  @Tag("lesson-20")
  void aClientCallGoesOn(Throwable failure) {
    for (boolean fails : new boolean[] {false, true}) {
      atEachQuestion(
          RobustnessTest.<HttpClientAdapter<Object, Object>>type(HttpClientAdapter.class),
          new FakeClient(),
          failure,
          (t, a) -> new ClientCall(t.engine(), a, 0, new Life("fake")),
          null,
          FakeClient.Request::new,
          r -> {
            if (fails) {
              throw BODY;
            }
            return RESPONSE;
          },
          fails ? BODY : RESPONSE);
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  @Tag("lesson-20")
  void aFutureClientCallGoesOn(Throwable failure) {
    atEachQuestion(
        RobustnessTest.<HttpClientAdapter<Object, Object>>type(HttpClientAdapter.class),
        new FakeClient(),
        failure,
        (t, a) -> new ClientFuture(t.engine(), a, 0, new Life("fake")),
        null,
        FakeClient.Request::new,
        r -> CompletableFuture.completedFuture(RESPONSE),
        CompletableFuture.class);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aStageGoesOn(Throwable failure) {
    FakeClient library =
        new FakeClient() {
          @Override
          public Object request(Object self, Object a0, Object a1, Object a2) {
            return self;
          }
        };
    for (Shape shape : new Shape[] {Shape.CLIENT_END}) {
      atEachQuestion(
          RobustnessTest.<HttpClientAdapter<Object, Object>>type(HttpClientAdapter.class),
          library,
          failure,
          (t, a) -> new ClientStage(t.engine(), a, shape, new Life("fake")),
          new FakeClient.Request(),
          () -> null,
          r -> RESPONSE,
          RESPONSE);
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  @Tag("lesson-20")
  void aRequestGoesOn(Throwable failure) {
    for (boolean fails : new boolean[] {false, true}) {
      atEachQuestion(
          RobustnessTest.<HttpServerAdapter<Object, Object>>type(HttpServerAdapter.class),
          new FakeServer(),
          failure,
          (t, a) -> new ServerRequest(t.engine(), a, new Life("fake")),
          null,
          () -> new FakeServer.Exchange().header("forwarded", "for=1.2.3.4"),
          r -> {
            if (fails) {
              throw BODY;
            }
            return RESPONSE;
          },
          fails ? BODY : RESPONSE);
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  @Tag("lesson-20")
  void anExecutionGoesOn(Throwable failure) {
    for (boolean fails : new boolean[] {false, true}) {
      atEachQuestion(
          RobustnessTest.<DbAdapter<Object>>type(DbAdapter.class),
          new FakeDatabase(),
          failure,
          (t, a) -> new DbCall(t.engine(), a, new Life("fake")),
          new FakeDatabase.Statement(),
          () -> null,
          r -> {
            if (fails) {
              throw BODY;
            }
            return RESPONSE;
          },
          fails ? BODY : RESPONSE);
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  @Tag("lesson-20")
  void aConnectionIsOpened(Throwable failure) {
    atEachQuestion(
        DbConnectAdapter.class,
        new FakeDatabase.Source(),
        failure,
        (t, a) -> new DbConnect(t.engine(), a, new Life("fake")),
        "pool",
        () -> "url",
        r -> RESPONSE,
        RESPONSE);
  }

  /**
   * A half-open breaker with one probe: a lost permit refuses for ever, one that is ended twice
   * would let two probes through.
   */
  @ParameterizedTest
  @MethodSource("failures")
  @Tag("lesson-13")
  void aPermitIsEndedOnceWhateverFails(Throwable failure) throws Throwable {
    for (int n = 1; n < 40; n++) {
      Telemetry telemetry = telemetry();
      HttpClientAdapter<Object, Object> fine = new FakeClient();
      Life life = new Life("fake");
      ClientCall site = new ClientCall(telemetry.engine(), fine, 0, life);
      Woven.thrownBy(
          site,
          null,
          new FakeClient.Request(),
          r -> {
            throw new SocketException("reset");
          });
      FailingAdapter failing = new FailingAdapter(n, failure);
      ClientCall probing =
          new ClientCall(
              telemetry.engine(),
              failing.around(
                  RobustnessTest.<HttpClientAdapter<Object, Object>>type(HttpClientAdapter.class),
                  fine),
              0,
              life);
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () ->
                  !(Woven.thrownBy(probing, null, new FakeClient.Request(), r -> RESPONSE)
                      instanceof GuardRejection));
      // Whatever became of the probe, the next one is let through in time.
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () ->
                  Woven.thrownBy(
                          new ClientCall(telemetry.engine(), fine, 0, new Life("fake")),
                          null,
                          new FakeClient.Request(),
                          r -> RESPONSE)
                      == null);
      if (failing.asked() < n) {
        return;
      }
    }
  }

  @Test
  void aLinkageErrorTurnsTheSiteOff() throws Throwable {
    Telemetry telemetry = telemetry();
    FailingAdapter failing = new FailingAdapter(3, new NoSuchMethodError("status"));
    Life life = new Life("fake");
    ClientCall site =
        new ClientCall(
            telemetry.engine(),
            failing.around(
                RobustnessTest.<HttpClientAdapter<Object, Object>>type(HttpClientAdapter.class),
                new FakeClient()),
            0,
            life);
    for (int i = 0; i < 5; i++) {
      assertThat(Woven.call(site, null, new FakeClient.Request(), r -> RESPONSE))
          .isSameAs(RESPONSE);
    }
    assertThat(failing.asked()).isEqualTo(3);
    assertThat(life.isOver()).isTrue();
  }

  @Test
  void aLinkageErrorInAnAnswerTurnsTheSiteOffToo() throws Throwable {
    Telemetry telemetry = telemetry();
    Life life = new Life("fake");
    FakeClient misfit =
        new FakeClient() {
          @Override
          public int status(Object response) {
            throw new NoSuchMethodError("status");
          }
        };
    Woven.call(
        new ClientCall(telemetry.engine(), misfit, 0, life),
        null,
        new FakeClient.Request(),
        r -> RESPONSE);
    assertThat(life.isOver()).isTrue();
    assertThat(telemetry.ended()).hasSize(1);
  }

  /** Calls at every depth of a stack that is used up, from its end upwards. */
  @Test
  void aStackThatIsUsedUpLeavesNoContextBehind() throws Exception {
    Telemetry telemetry = telemetry();
    ClientCall site = new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
    AtomicInteger left = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    Thread thread = new Thread(null, () -> descend(site, left, lost), "deep", 512 * 1024);
    thread.start();
    thread.join();
    assertThat(left.get()).isPositive();
    assertThat(lost).hasValue(0);
    assertThat(telemetry.ended()).isNotEmpty();
  }

  private static void descend(ClientCall site, AtomicInteger left, AtomicInteger lost) {
    try {
      descend(site, left, lost);
    } catch (StackOverflowError e) {
      // From here on upwards there is a little more room at each level.
    }
    if (left.get() > 2000) {
      return;
    }
    try {
      Object[] entered = site.enter(null, new FakeClient.Request(), null, null);
      site.exit(entered, RESPONSE, null);
      left.incrementAndGet();
    } finally {
      if (Current.swap(null) != null) {
        lost.incrementAndGet();
      }
    }
  }
}
