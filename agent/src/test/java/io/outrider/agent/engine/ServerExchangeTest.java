// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.HttpServerAdapter;
import io.outrider.instrumentation.ServerCall;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that no single method serves. */
@Timeout(60)
class ServerExchangeTest {
  private static final String DURATION = "http.server.request.duration";

  private final Telemetry telemetry = new Telemetry();
  private final FakeServer.Exchange exchange = new FakeServer.Exchange();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private ServerCall begin(FakeServer.Exchange request) {
    return begin(request, new FakeServer());
  }

  private ServerCall begin(FakeServer.Exchange request, HttpServerAdapter<Object, Object> adapter) {
    return new ServerExchanges(telemetry.engine()).bind(adapter, "fake").begin(request);
  }

  @Test
  void isOneSpanAndOneRecordHoweverOftenItEnds() {
    ServerCall call = begin(exchange);
    assertThat(call.isRefused()).isFalse();
    assertThat(call.delayNanos()).isZero();

    call.end(0, null);
    call.end(500, null);
    call.abandon();

    assertThat(attributes(telemetry.only())).containsEntry("http.response.status_code", 200L);
    assertThat(telemetry.point(DURATION).getCount()).isEqualTo(1);
  }

  @Test
  void itsContextIsCurrentOnlyWhereTheAdapterMakesItSo() {
    ServerCall call = begin(exchange);
    assertRoot();

    Object previous = Contexts.attach(call.context());
    assertThat(Contexts.current()).isSameAs(call.context());
    Contexts.restore(previous);
    call.end(0, null);

    assertRoot();
  }

  @Test
  void oneThatNobodyAnswersHasNoRecord() {
    ServerCall call = begin(exchange);

    call.abandon();
    call.end(200, null);

    assertThat(attributes(telemetry.only())).doesNotContainKey("http.response.status_code");
    assertThat(telemetry.points(DURATION)).isEmpty();
  }

  @Test
  void oneThatBeginsAgainAsAnotherTellsNothing() {
    begin(exchange).supersede();

    assertThat(telemetry.ended()).isEmpty();
    assertThat(telemetry.points(DURATION)).isEmpty();
  }

  @Test
  void neverWaitsForAGuard() {
    telemetry.guard(
        "quota",
        "match",
        "server:http",
        "rate-limit.rate",
        "1/m",
        "rate-limit.burst",
        "1",
        "rate-limit.max-wait",
        "10m");
    begin(exchange).end(0, null);
    long begun = System.nanoTime();

    ServerCall refused = begin(exchange);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    assertThat(refused.isRefused()).isTrue();
    assertThat(exchange.status).isEqualTo(200);
    refused.answer();
    refused.end(0, null);
    assertThat(exchange.status).isEqualTo(429);
    assertThat(exchange.answered).containsKey("Retry-After");
    assertThat(telemetry.decisions()).hasSize(2);
  }

  @Test
  void leavesTheDelayOfAFaultToTheAdapter() {
    telemetry.guard("slow", "match", "server:http", "fault.delay", "20s", "fault.status", "418");
    long begun = System.nanoTime();

    ServerCall call = begin(exchange);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    assertThat(call.delayNanos()).isEqualTo(Duration.ofSeconds(20).toNanos());
    assertThat(call.isRefused()).isTrue();
    call.answer();
    call.end(0, null);
    assertThat(attributes(telemetry.only())).containsEntry("http.response.status_code", 418L);
  }

  @Test
  void asksTheRulesOfARouteOnTheThreadThatServes() {
    telemetry.guard("quota", "match", "server:http,route:/orders/{id}", "rate-limit.rate", "1/h");
    ServerCall first = begin(exchange);
    assertThat(first.route("/orders/{id}")).isFalse();
    first.end(0, null);

    ServerCall second = begin(exchange);
    assertThat(second.route("/orders/{id}")).isTrue();
    second.answer();
    second.end(0, null);

    assertThat(exchange.status).isEqualTo(429);
    assertThat(attributes(telemetry.ended().get(1))).containsEntry("http.route", "/orders/{id}");
  }

  @Test
  void givesBackWhatItsClientDidNotWaitFor() {
    telemetry.guard("one", "match", "server:http", "bulkhead.max-concurrent", "1");

    begin(exchange).abandon();
    ServerCall next = begin(exchange);

    assertThat(next.isRefused()).isFalse();
    next.end(0, null);
  }

  @Test
  @SuppressWarnings("unchecked") // The proxy is of the very interface.
  void isNotObservedWhenTheAdapterFails() {
    for (int at = 1; at < 12; at++) {
      HttpServerAdapter<Object, Object> failing =
          new FailingAdapter(at, new IllegalStateException("on purpose"))
              .around(HttpServerAdapter.class, new FakeServer());
      ServerCall call = begin(exchange, failing);
      if (call != null) {
        call.end(0, null);
      }
    }

    assertThat(telemetry.ended()).hasSize(telemetry.begun());
  }
}
