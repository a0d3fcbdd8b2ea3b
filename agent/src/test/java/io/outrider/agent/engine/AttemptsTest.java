// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static io.outrider.agent.engine.Telemetry.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.outrider.agent.guard.GuardRejection;
import io.outrider.agent.guard.RetryTimes;
import io.outrider.instrumentation.Headers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeClient.Request request = new FakeClient.Request();
  private final Repeating client = new Repeating();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  /** A library whose calls the engine can make, with a script of what comes of them. */
  private static final class Repeating extends FakeClient {
    final Queue<Object> script = new ArrayDeque<>();
    final List<String> marks = new ArrayList<>();
    final List<CompletableFuture<Object>> sources = new ArrayList<>();
    String retryAfter;
    Throwable afterStatus;
    boolean repeatable = true;
    boolean unsent = true;
    Runnable during = () -> {};

    @Override
    public boolean callable() {
      return true;
    }

    @Override
    public boolean repeatable(Object request) {
      return repeatable;
    }

    @Override
    public boolean unsent(Object self, Object request, Throwable thrown) {
      return unsent;
    }

    @Override
    public Object call(Object self, Object a0, Object a1, Object a2, Verdict verdict)
        throws Throwable {
      marks.add(((Request) a0).header(Attempts.HEADER));
      assertThat(Operation.isNested(Current.get(), Operation.Kind.HTTP_CLIENT)).isTrue();
      during.run();
      Object next = script.remove();
      if (next instanceof Throwable) {
        throw (Throwable) next;
      }
      Response response = new Response((Integer) next);
      if (verdict != null && verdict.again(response.status, retryAfter)) {
        response.headers.put("held", List.of("yes"));
      }
      if (afterStatus != null) {
        throw afterStatus;
      }
      return response;
    }

    @Override
    public CompletableFuture<?> callAsync(
        Object self, Object a0, Object a1, Object a2, Verdict verdict) {
      CompletableFuture<Object> source = new CompletableFuture<>();
      sources.add(source);
      if (script.isEmpty()) {
        return source;
      }
      try {
        source.complete(call(self, a0, a1, a2, verdict));
      } catch (Throwable e) {
        source.completeExceptionally(new CompletionException(e));
      }
      return source;
    }

    @Override
    public CompletionStage<?> release(Object returned, Object a1) {
      ((Response) returned).headers.remove("held");
      return CompletableFuture.completedFuture(returned);
    }

    @Override
    public CompletionStage<?> answer(
        Object request, Object a1, int status, Headers headers, byte[] body, Verdict verdict) {
      if (verdict != null) {
        verdict.again(status, null);
      }
      return CompletableFuture.completedFuture(new Response(status));
    }
  }

  private AttemptsTest rule(String... more) {
    List<String> values = new ArrayList<>(List.of("match", "client:http"));
    values.addAll(List.of(more));
    telemetry.guard("again", values.toArray(new String[0]));
    return this;
  }

  private AttemptsTest retries(String... more) {
    List<String> values = new ArrayList<>(List.of("retry.backoff", "1ms", "retry.budget", "100"));
    values.addAll(List.of(more));
    return rule(values.toArray(new String[0]));
  }

  private AttemptsTest script(Object... outcomes) {
    client.script.addAll(List.of(outcomes));
    return this;
  }

  private Object call() throws Throwable {
    // The fake library changes requests in place; a call that is new has no mark.
    request.headers.remove(Attempts.HEADER);
    ClientCall site = new ClientCall(telemetry.engine(), client, 0, new Life("fake"));
    return Woven.call(
        site,
        null,
        request,
        r -> {
          throw new AssertionError("the woven method was run");
        });
  }

  private int status() throws Throwable {
    Object returned = call();
    assertThat(((FakeClient.Response) returned).headers).isEmpty();
    return ((FakeClient.Response) returned).status;
  }

  @SuppressWarnings("unchecked")
  private CompletableFuture<Object> send() throws Throwable {
    request.headers.remove(Attempts.HEADER);
    ClientFuture site = new ClientFuture(telemetry.engine(), client, 0, new Life("fake"));
    return (CompletableFuture<Object>) Woven.call(site, null, request, r -> null);
  }

  private long decisions(String type, String outcome) {
    return telemetry.metrics.collectAllMetrics().stream()
        .filter(m -> m.getName().equals("outrider.guard.decisions"))
        .flatMap(m -> m.getLongSumData().getPoints().stream())
        .filter(p -> type.equals(map(p.getAttributes()).get("outrider.guard.type")))
        .filter(p -> outcome.equals(map(p.getAttributes()).get("outrider.guard.outcome")))
        .mapToLong(p -> p.getValue())
        .sum();
  }

  @Test
  void anAnswerThatIsWorthItIsAskedForAgain() throws Throwable {
    assertThat(retries().script(503, new ConnectException("refused"), 200).status()).isEqualTo(200);
    assertThat(client.marks).containsExactly(null, "1", "2");
    List<SpanData> spans = telemetry.ended();
    assertThat(spans)
        .extracting(s -> attributes(s).get("http.request.resend_count"))
        .containsExactly(null, 1L, 2L);
    assertThat(spans).allMatch(s -> !s.getParentSpanContext().isValid());
    assertThat(
            telemetry.points("http.client.request.duration").stream().mapToLong(p -> p.getCount()))
        .hasSize(3);
    assertThat(decisions("retry", "pass")).isEqualTo(2);
  }

  @Test
  void theLastFailureIsTheApplications() throws Throwable {
    assertThat(retries().script(503, 503, 503).status()).isEqualTo(503);
    ConnectException last = new ConnectException("third");
    script(new ConnectException("first"), new ConnectException("second"), last);
    assertThatThrownBy(this::call).isSameAs(last);
    assertThat(client.script).isEmpty();
  }

  @Test
  @Tag("defect-5")
  void whatTheRuleDoesNotNameIsNotTriedAgain() throws Throwable {
    retries();
    assertThat(script(500).status()).isEqualTo(500);
    IOException reset = new IOException("reset");
    assertThatThrownBy(() -> script(reset).call()).isSameAs(reset);
    SocketTimeoutException timeout = new SocketTimeoutException("late");
    assertThatThrownBy(() -> script(timeout).call()).isSameAs(timeout);
  }

  @Test
  @Tag("defect-5")
  void aPostIsRepeatedOnlyIfNothingCanHaveBeenSent() throws Throwable {
    retries();
    request.method("POST");
    assertThat(script(503).status()).isEqualTo(503);
    assertThat(script(new ConnectException("refused"), 200).status()).isEqualTo(200);
    client.unsent = false;
    ConnectException afterRedirect = new ConnectException("refused");
    assertThatThrownBy(() -> script(afterRedirect).call()).isSameAs(afterRedirect);
    request.headers.put("Idempotency-Key", List.of("7"));
    assertThat(script(503, 200).status()).isEqualTo(200);
  }

  @Test
  void aBodyThatIsSpentIsNotSentTwice() throws Throwable {
    client.repeatable = false;
    retries();
    ClientCall site = new ClientCall(telemetry.engine(), client, 0, new Life("fake"));
    Object response = Woven.call(site, null, request, r -> new FakeClient.Response(503));
    assertThat(((FakeClient.Response) response).status).isEqualTo(503);
    assertThat(client.marks).isEmpty();
  }

  @Test
  void retryAfterIsHonouredAndALongOneEndsIt() throws Throwable {
    retries("retry.backoff-max", "1s");
    client.retryAfter = "1";
    long start = System.nanoTime();
    assertThat(script(503, 200).status()).isEqualTo(200);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000_000L);
    client.retryAfter = "2";
    assertThat(script(503).status()).isEqualTo(503);
  }

  @Test
  @Tag("defect-5")
  @Tag("lesson-1")
  void anEmptyBudgetGivesTheOriginalError() throws Throwable {
    rule("retry.backoff", "1ms", "retry.budget", "50", "retry.budget-floor", "0");
    ConnectException first = new ConnectException("refused");
    assertThatThrownBy(() -> script(first).call()).isSameAs(first);
    assertThat(decisions("retry", "reject")).isEqualTo(1);
    assertThat(telemetry.only().getEvents())
        .anyMatch(e -> e.getName().equals("outrider.retry.denied"));
    assertThat(script(503, 200).status()).isEqualTo(200);
  }

  @Test
  void theBreakerSeesEachAttemptAndARefusalIsNotWhatSurfaces() throws Throwable {
    retries(
        "retry.max-attempts",
        "5",
        "circuit-breaker.window",
        "2 calls",
        "circuit-breaker.minimum-calls",
        "2",
        "circuit-breaker.wait-open",
        "1m");
    assertThat(script(503, 503, 200).status()).isEqualTo(503);
    assertThat(client.script).containsExactly(200);
    assertThat(telemetry.ended()).hasSize(2);
    assertThatThrownBy(this::call).isInstanceOf(GuardRejection.class);
  }

  @Test
  void whatIsBegunEndsWhateverTheLibraryThrows() throws Throwable {
    retries();
    for (int i = 0; i < 20; i++) {
      script(503, new IllegalStateException("odd"));
      assertThatThrownBy(this::call).hasMessage("odd");
    }
    assertThat(telemetry.begun()).isEqualTo(telemetry.ended().size());
  }

  @Test
  void anInterruptEndsThePauseAndStays() throws Throwable {
    retries("retry.backoff", "10s", "retry.backoff-max", "10s");
    client.during = () -> Thread.currentThread().interrupt();
    assertThat(script(503, 200).status()).isEqualTo(503);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @Tag("lesson-1")
  void aRequestThatIsItselfARetryIsNotMultiplied() throws Throwable {
    retries();
    FakeServer.Exchange exchange = new FakeServer.Exchange();
    exchange.headers.put(Attempts.HEADER, List.of("1"));
    ServerRequest door = new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake"));
    Object response =
        Woven.call(
            door,
            null,
            exchange,
            r -> {
              ClientCall site = new ClientCall(telemetry.engine(), client, 0, new Life("fake"));
              return Woven.call(site, null, request, q -> new FakeClient.Response(503));
            });
    assertThat(((FakeClient.Response) response).status).isEqualTo(503);
    assertThat(client.marks).isEmpty();
  }

  @Test
  void inDryRunNothingIsRepeatedAndItIsCounted() throws Throwable {
    retries("mode", "dry-run");
    ClientCall site = new ClientCall(telemetry.engine(), client, 0, new Life("fake"));
    Woven.call(site, null, request, r -> new FakeClient.Response(503));
    assertThat(client.marks).isEmpty();
    assertThat(decisions("retry", "would_reject")).isEqualTo(1);
  }

  @Test
  void aFutureIsCompletedOnceAfterItsAttempts() throws Throwable {
    CompletableFuture<Object> future =
        retries().script(503, new ConnectException("refused"), 200).send();
    FakeClient.Response response = (FakeClient.Response) future.get(10, TimeUnit.SECONDS);
    assertThat(response.status).isEqualTo(200);
    assertThat(telemetry.ended()).hasSize(3);
    script(503, 503, 503);
    response = (FakeClient.Response) send().get(10, TimeUnit.SECONDS);
    assertThat(response.status).isEqualTo(503);
    assertThat(response.headers).isEmpty();
    IOException error = new IOException("reset");
    assertThatThrownBy(() -> script(error).send().get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCause(error);
  }

  @Test
  void toCancelDuringAPauseStopsEverything() throws Throwable {
    retries("retry.backoff", "30s", "retry.backoff-max", "30s").script(503, 200);
    CompletableFuture<Object> future = send();
    CompletableFuture<Integer> derived = future.thenApply(r -> 1);
    assertThat(future.isDone()).isFalse();
    assertThat(future.cancel(true)).isTrue();
    assertThat(future.isCancelled()).isTrue();
    assertThat(derived.isCompletedExceptionally()).isTrue();
    assertThat(client.script).containsExactly(200);
  }

  @Test
  @Tag("lesson-10")
  void toCancelDuringAnAttemptStopsTheLibrary() throws Throwable {
    CompletableFuture<Object> future = retries().send();
    assertThat(future.cancel(true)).isTrue();
    assertThat(client.sources.get(0).isCancelled()).isTrue();
    assertThat(telemetry.ended()).hasSize(1);
    assertThat(client.sources).hasSize(1);
  }

  @Test
  @Tag("lesson-13")
  void cancelAndCompletionRaceToOneEnd() throws Throwable {
    retries("circuit-breaker.window", "1000 calls");
    for (int i = 0; i < 300; i++) {
      client.sources.clear();
      CompletableFuture<Object> future = send();
      CompletableFuture<Object> source = client.sources.get(0);
      AtomicInteger ends = new AtomicInteger();
      future.whenComplete((v, t) -> ends.incrementAndGet());
      Thread other = new Thread(() -> source.complete(new FakeClient.Response(200)));
      other.start();
      future.cancel(true);
      other.join();
      assertThat(future).isDone();
      assertThat(ends).hasValue(1);
    }
    assertThat(telemetry.ended()).hasSize(300);
  }

  @Test
  void aFutureThatNeverEndsIsBound() throws Throwable {
    rule("timeout.request", "50ms");
    FakeClient plain = new FakeClient();
    CompletableFuture<Object> source = new CompletableFuture<>();
    ClientFuture site = new ClientFuture(telemetry.engine(), plain, 0, new Life("fake"));
    CompletableFuture<?> future =
        (CompletableFuture<?>) Woven.call(site, null, request, r -> source);
    assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SocketTimeoutException.class);
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(source::isCancelled);
    assertThat(attributes(telemetry.only()))
        .containsEntry("error.type", "java.net.SocketTimeoutException");
  }

  @Test
  @Tag("defect-5")
  void afterTheDeadlineNothingIsRepeated() throws Throwable {
    retries("retry.backoff", "10s", "retry.backoff-max", "20s");
    client.retryAfter = "15";
    Operation outer = new Operation(Operation.Kind.HTTP_SERVER, Context.root(), System.nanoTime());
    outer.deadline = RetryTimes.deadline(System.nanoTime() + 1_000_000_000L);
    Current.swap(outer);
    try {
      long start = System.nanoTime();
      assertThat(script(503, 200).status()).isEqualTo(503);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    } finally {
      Current.swap(null);
    }
  }

  @Test
  void aFaultIsToTheBreakerWhatThePeerDid() throws Throwable {
    rule(
        "fault.error",
        "connect",
        "circuit-breaker.window",
        "2 calls",
        "circuit-breaker.minimum-calls",
        "2");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::call)
          .isExactlyInstanceOf(ConnectException.class)
          .hasMessageContaining("outrider.rules.again.mode=off");
    }
    assertThatThrownBy(this::call).isInstanceOf(GuardRejection.class);
    assertThat(attributes(telemetry.ended().get(0))).containsEntry("outrider.fault.rule", "again");
    assertThat(decisions("fault", "reject")).isEqualTo(2);
  }

  @Test
  void aFaultAnswersOrHoldsUpOrTimesOut() throws Throwable {
    rule("fault.status", "418");
    assertThat(status()).isEqualTo(418);
    assertThat(((FakeClient.Response) send().get(5, TimeUnit.SECONDS)).status).isEqualTo(418);
    assertThat(client.marks).isEmpty();
  }

  @Test
  void aDelayCountsAsThePeersTimeAndEndsAtTheLimit() throws Throwable {
    rule("fault.delay", "5m", "timeout.request", "60ms");
    long start = System.nanoTime();
    assertThatThrownBy(this::call).isInstanceOf(SocketTimeoutException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(60), Duration.ofSeconds(10));
    assertThatThrownBy(() -> send().get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void aRetryOverridesInjectedFailuresWithinItsBudget() throws Throwable {
    retries("fault.error", "connect");
    assertThatThrownBy(this::call).isInstanceOf(ConnectException.class);
    assertThat(telemetry.ended()).hasSize(3);
  }

  @Test
  void aFallbackTakesThePlaceOfARefusal() throws Throwable {
    rule(
        "circuit-breaker.window",
        "1 calls",
        "circuit-breaker.minimum-calls",
        "1",
        "fallback.status",
        "203");
    ClientCall site = new ClientCall(telemetry.engine(), client, 0, new Life("fake"));
    Woven.call(site, null, request, r -> new FakeClient.Response(500));
    assertThat(status()).isEqualTo(203);
    assertThat(((FakeClient.Response) send().get(5, TimeUnit.SECONDS)).status).isEqualTo(203);
    assertThat(attributes(telemetry.ended().get(1)))
        .containsEntry("outrider.fallback.rule", "again")
        .containsEntry("error.type", "circuit_open")
        .doesNotContainKey("http.response.status_code");
    assertThat(decisions("fallback", "pass")).isEqualTo(2);
    ClientCall cannot = new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
    assertThat(Woven.thrownBy(cannot, null, request, r -> null)).isInstanceOf(GuardRejection.class);
  }

  @Test
  void aFaultInDryRunLeavesTheCallToTheLibrary() throws Throwable {
    rule("mode", "dry-run", "fault.error", "connect");
    ClientCall site = new ClientCall(telemetry.engine(), client, 0, new Life("fake"));
    FakeClient.Response own = new FakeClient.Response(200);
    assertThat(Woven.call(site, null, request, r -> own)).isSameAs(own);
    assertThat(decisions("fault", "would_reject")).isEqualTo(1);
  }

  @Test
  void whoeverInterruptsWhileAnAnswerIsReadIsHeardAndNothingIsRepeated() {
    retries().script(503, 200);
    client.afterStatus = new InterruptedException();
    assertThatThrownBy(this::call).isSameAs(client.afterStatus);
    assertThat(client.marks).hasSize(1);
  }

  @Test
  void aCallThatTheLibraryGivesUpIsNotRepeated() throws Throwable {
    retries().script(503, 200);
    client.afterStatus = new CancellationException();
    assertThatThrownBy(send()::get).hasRootCauseInstanceOf(CancellationException.class);
    assertThat(client.marks).hasSize(1);
  }
}
