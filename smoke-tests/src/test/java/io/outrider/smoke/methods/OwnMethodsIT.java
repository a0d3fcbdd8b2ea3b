// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.harness.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans, timers and guards for methods that configuration names, without a change of code. */
@ParameterizedClass(name = "on {0}")
@ValueSource(ints = {8, 17, 25})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnMethodsIT {
  private static final String SERVICE = "io.outrider.smoke.app.OwnService.";
  private static final String CONFIG =
      """
      methods:
        service:
          class: io.outrider.**.Own*
          method: [add, nothing, callsPrivate, hidden, largest, over, locked, exact, bytes, fails, greet, later]
          timer: true
        orders:
          class: io.outrider.smoke.app.OwnService
          method: order
          subtype-of: io.outrider.smoke.app.OwnGreeting
          span-name: the order
          kind: client
          attributes: arg:0:order.url
        strangers:
          class: io.outrider.smoke.app.OwnService
          method: runs
          subtype-of: java.util.concurrent.Callable
        marked:
          annotation: io.outrider.smoke.app.OwnMark
      rules:
        few:
          match: {client: method, class: io.outrider.smoke.app.Own*, method: limited*}
          rate-limit: {rate: 1/h, burst: 2}
        fragile:
          match: {client: method, class: io.outrider.smoke.app.OwnService, method: broken}
          circuit-breaker: {window: 2 calls, minimum-calls: 2, wait-open: 10m}
        rehearsal:
          match: {client: method, class: io.outrider.smoke.app.OwnService, method: faulty}
          fault: {delay: 200ms, error: timeout}
      """;

  @Parameter int version;
  @TempDir static Path folder;
  private OtlpSink sink;
  private TestServer server;
  private DriverProcess child;

  @BeforeParameterizedClassInvocation
  void start() throws IOException {
    Jdk jdk = Jdk.require(version);
    sink = new OtlpSink();
    server = new TestServer();
    Path file = folder.resolve("outrider-" + version + ".yaml");
    Files.writeString(file, CONFIG);
    child =
        AgentProcess.with(jdk)
            .exportingTo(sink)
            .property("outrider.config", file)
            .property("otel.instrumentation.methods.include", SERVICE.replaceAll(".$", "[faulty]"))
            .classPath(Libraries.drivers(jdk))
            .classPath(Libraries.of("h2-1.4"))
            .drive("OwnMethodsDriver");
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (child != null) {
      child.close();
      server.close();
      sink.close();
    }
    child = null;
  }

  private Order order(String action, String text) {
    return new Order().with("driver", "own").with("action", action).with("text", text);
  }

  private String call(String action) {
    return child.perform(order(action, "x")).get("answer");
  }

  private SpanView span(Parent parent, String name) {
    return sink.awaitSpan(
        span -> span.traceId().equals(parent.traceId()) && span.name().equals(name));
  }

  @ParameterizedTest
  @CsvSource({
    "add, 3, OwnService.add",
    "nothing, ran, OwnService.nothing",
    "private, x2.5true, OwnService.hidden",
    "largest, 7, OwnService.largest",
    "over, text number 1, OwnService.over",
    "locked, b, OwnService.locked",
    "exact, 2.5, OwnService.exact",
    "bytes, 3, OwnService.bytes",
    "greet, hello x, OwnGreeting.greet",
    "marked, marked, OwnService.marked",
    "marked, marked, OwnMarked.call"
  })
  void methodsOfAnyKindHaveSpansAndReturnWhatTheyReturn(String action, String answer, String name) {
    Parent parent = Parent.sampledOne();

    assertThat(child.performIn(parent, order(action, "x")).get("answer")).isEqualTo(answer);

    SpanView span = span(parent, name);
    assertThat(span.kind()).isEqualTo("INTERNAL");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("code.function.name")).isEqualTo("io.outrider.smoke.app." + name);
  }

  @Test
  void oneThatThrowsThrowsTheSameAndItsSpanSaysSo() {
    Parent parent = Parent.sampledOne();

    Order answer = child.performIn(parent, order("fails", "no such thing"));

    assertThat(answer.toString()).contains("IOException");
    SpanView span = span(parent, "OwnService.fails");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("java.io.IOException");
    assertThat(span.events()).hasSize(1);
  }

  @Test
  void spansNestBetweenTheRequestAndTheCallsInside() {
    Parent parent = Parent.sampledOne();

    String url = server.url() + "/success?id=77";
    Order answer =
        child.performIn(
            parent,
            order("order", "x").with("url", url).with("database", "jdbc:h2:mem:own" + version));

    assertThat(answer.get("answer")).as(answer.toString()).isEqualTo("status 200");
    SpanView method = span(parent, "the order");
    assertThat(method.kind()).isEqualTo("CLIENT");
    assertThat(method.attribute("order.url")).isEqualTo(url);
    SpanView request = sink.awaitSpan(s -> s.server() && s.traceId().equals(parent.traceId()));
    assertThat(method.parentSpanId()).isEqualTo(request.spanId());
    SpanView http =
        sink.awaitSpan(s -> s.traceId().equals(parent.traceId()) && s.name().equals("GET"));
    assertThat(http.parentSpanId()).isEqualTo(method.spanId());
    SpanView db =
        sink.awaitSpan(
            s -> s.traceId().equals(parent.traceId()) && s.attribute("db.system.name") != null);
    assertThat(db.parentSpanId()).isEqualTo(method.spanId());
  }

  @Test
  void theSpanOfOneThatReturnsAFutureEndsWithTheFuture() {
    Parent parent = Parent.sampledOne();

    assertThat(child.performIn(parent, order("later", "x")).get("answer")).isEqualTo("x!");

    SpanView span = span(parent, "OwnService.later");
    assertThat(span.endNanos() - span.startNanos())
        .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
  }

  @Test
  void aSupertypeThatIsNotThereKeepsAMethodAlone() {
    Parent parent = Parent.sampledOne();
    child.performIn(parent, order("runs", "x"));
    child.performIn(parent, order("add", "x"));

    span(parent, "OwnService.add");
    assertThat(sink.spans(s -> s.name().equals("OwnService.runs"))).isEmpty();
  }

  @Test
  void timersArrive() {
    call("nothing");
    child.perform(order("fails", "x"));

    MetricView fine =
        sink.awaitMetric(
            "outrider.method.duration",
            m -> (SERVICE + "nothing").equals(m.attribute("code.function.name")));
    assertThat(fine.unit()).isEqualTo("s");
    assertThat(fine.attributes()).containsOnlyKeys("code.function.name");
    sink.awaitMetric(
        "outrider.method.duration",
        m ->
            (SERVICE + "fails").equals(m.attribute("code.function.name"))
                && "java.io.IOException".equals(m.attribute("error.type")));
  }

  @Test
  void aLimitRefusesByAnExceptionThatEveryMethodMayThrow() {
    assertThat(call("limited")).isNotNull();
    assertThat(call("limited")).isNotNull();
    Parent parent = Parent.sampledOne();

    Order refused = child.performIn(parent, order("limited", "x"));

    assertThat(refused.get("answer")).isNull();
    assertThat(refused.toString()).contains("RejectedExecutionException");
    SpanView span = span(parent, "OwnService.limited");
    assertThat(span.attribute("outrider.guard.rule")).isEqualTo("few");
    assertThat(span.attribute("outrider.guard.outcome")).isEqualTo("reject");
    assertThat(span.attribute("error.type")).isEqualTo("rate_limited");
  }

  @Test
  void aLimitFailsTheFutureOfOneThatReturnsAFuture() {
    assertThat(call("limitedLater")).doesNotContain("failed");
    assertThat(call("limitedLater")).doesNotContain("failed");

    assertThat(call("limitedLater"))
        .contains("MethodRefusal")
        .contains("Refused by Outrider, " + SERVICE + "limitedLater has not run")
        .contains("outrider.rules.few.mode=off");
  }

  @Test
  void oneThatCallsItselfIsOneCallToItsGuards() {
    assertThat(call("limitedInside")).isEqualTo("end");
    assertThat(call("limitedInside")).isEqualTo("end");
    assertThat(call("limitedInside")).isNull();
  }

  @Test
  void aBreakerOpensOnWhatAMethodThrows() {
    child.perform(order("broken", "fail"));
    child.perform(order("broken", "fail"));

    assertThat(child.perform(order("broken", "well")).toString())
        .contains("RejectedExecutionException");
    sink.awaitMetric(
        "outrider.breaker.state",
        m -> (SERVICE + "broken").equals(m.attribute("code.function.name")) && m.value() == 2);
  }

  @Test
  void aFaultHoldsAMethodUpAndFailsIt() {
    long start = System.nanoTime();
    Parent parent = Parent.sampledOne();

    Order answer = child.performIn(parent, order("faulty", "x"));

    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(190));
    assertThat(answer.toString()).contains("UncheckedIOException");
    SpanView span = span(parent, "OwnService.faulty");
    assertThat(span.attribute("outrider.fault.rule")).isEqualTo("rehearsal");
    assertThat(span.status()).isEqualTo("ERROR");
  }
}
