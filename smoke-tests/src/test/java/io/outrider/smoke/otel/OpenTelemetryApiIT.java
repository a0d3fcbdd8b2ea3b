// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application makes through its own OpenTelemetry API is one with what the agent makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class OpenTelemetryApiIT {
  record Variant(int jdk, String library, String annotations, boolean strict) {}

  static Stream<Variant> variants() {
    return Stream.of(
        new Variant(8, "opentelemetry-1.10", "opentelemetry-annotations-1", true),
        new Variant(25, "opentelemetry-1.10", "opentelemetry-annotations-1", false),
        new Variant(17, "opentelemetry-1.27", "opentelemetry-annotations-1", true),
        new Variant(17, "opentelemetry-1.40", "opentelemetry-annotations-2", false),
        new Variant(8, "opentelemetry-new", "opentelemetry-annotations-2", false),
        new Variant(17, "opentelemetry-new", "opentelemetry-annotations-2", true),
        new Variant(25, "opentelemetry-new", "opentelemetry-annotations-2", true));
  }

  @Parameter Variant variant;

  private OtlpSink sink;
  private TestServer server;
  private DriverProcess child;
  private int number;

  @BeforeParameterizedClassInvocation
  void start() {
    Jdk jdk = Jdk.require(variant.jdk());
    sink = new OtlpSink();
    server = new TestServer();
    child =
        AgentProcess.with(jdk)
            .exportingTo(sink)
            .property("io.opentelemetry.context.enableStrictContext", variant.strict())
            .classPath(
                Libraries.join(
                    Libraries.drivers(jdk),
                    List.of(Libraries.target("drivers-otel")),
                    Libraries.of(variant.library()),
                    Libraries.of(variant.annotations()),
                    Libraries.of("h2-1.4")))
            .drive("OpenTelemetryDriver", "AnnotationDriver", "RedeployDriver");
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (child != null) {
      List<String> printed = child.process().stderr();
      child.close();
      server.close();
      sink.close();
      assertThat(printed).isEmpty();
    }
  }

  private static Order api(String mode) {
    return new Order().with("driver", "OpenTelemetry").with("mode", mode);
  }

  private static Order annotated(String mode) {
    return new Order().with("driver", "Annotations").with("mode", mode);
  }

  private String url() {
    return server.url() + "/success?id=" + ++number;
  }

  private SpanView named(List<SpanView> trace, String name) {
    return trace.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  private SpanView client(List<SpanView> trace, String attribute) {
    return trace.stream()
        .filter(span -> span.client() && span.attribute(attribute) != null)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itsSpansStandBetweenThoseOfTheAgent() {
    Parent parent = Parent.sampledOne();
    String url = url();
    Order answer = child.performIn(parent, api("nest").with("url", url).with("sql", "select 1"));
    List<SpanView> trace = sink.awaitTrace(parent.traceId(), 5);
    SpanView request = trace.stream().filter(SpanView::server).findFirst().orElseThrow();
    SpanView outer = named(trace, "outer");
    assertThat(request.attributes()).containsEntry("seen.by", "the application");
    assertThat(outer.parentSpanId()).isEqualTo(request.spanId());
    assertThat(outer.kind()).isEqualTo("PRODUCER");
    assertThat(outer.scope()).isEqualTo("org.example.shop");
    assertThat(outer.schemaUrl()).isEqualTo("https://example.org/schema");
    assertThat(outer.spanId()).isEqualTo(answer.get("span"));
    assertThat(named(trace, "inner").parentSpanId()).isEqualTo(outer.spanId());
    assertThat(named(trace, "inner").scope()).isEqualTo("plain");
    SpanView call = client(trace, "url.full");
    assertThat(call.parentSpanId()).isEqualTo(outer.spanId());
    assertThat(client(trace, "db.system.name").parentSpanId()).isEqualTo(outer.spanId());
    String sent =
        server.requests(url.substring(server.url().length())).get(0).header("traceparent");
    assertThat(sent).contains(call.spanId());
    assertThat(answer.get("same")).isEqualTo("true");
  }

  @Test
  void aBuilderThatIsUsedAgainBeginsAnotherSpan() {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, api("twice"));
    List<SpanView> spans =
        sink.awaitTrace(parent.traceId(), 3).stream()
            .filter(span -> span.name().equals("again"))
            .toList();
    assertThat(spans)
        .extracting(SpanView::spanId)
        .containsExactlyInAnyOrder(answer.get("span"), answer.get("second"));
    assertThat(spans).extracting(SpanView::kind).containsOnly("CLIENT");
    assertThat(spans)
        .extracting(span -> span.attribute("of"))
        .containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void outsideOfARequestItsSpansBeginATrace() {
    Order answer = child.perform(api("nest").with("url", url()));
    List<SpanView> trace = sink.awaitTrace(answer.get("trace"), 3);
    assertThat(named(trace, "outer").parentSpanId()).isEmpty();
  }

  @Test
  void theSpanOfTheAgentIsItsCurrentOne() {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, api("current"));
    SpanView request = sink.awaitTrace(parent.traceId(), 1).get(0);
    assertThat(answer.get("trace")).isEqualTo(parent.traceId());
    assertThat(answer.get("span")).isEqualTo(request.spanId());
    assertThat(answer.get("recording")).isEqualTo("true");
    assertThat(answer.get("remote")).isEqualTo("false");
    assertThat(child.perform(api("current")).get("span")).isEqualTo("0000000000000000");
  }

  @Test
  void whatIsNotSampledIsNotSampledOnEitherSide() {
    Parent parent = Parent.unsampledOne();
    Order answer = child.performIn(parent, api("nest").with("url", url()));
    assertThat(answer.get("trace")).isEqualTo(parent.traceId());
    assertThat(answer.get("sampled")).isEqualTo("false");
    assertThat(answer.get("recording")).isEqualTo("false");
  }

  @Test
  void contextsBehaveAsTheLibrarysOwnDo() {
    Map<String, String> seen = child.perform(api("context")).values();
    assertThat(seen)
        .containsEntry("same", "true")
        .containsEntry("value", "value")
        .containsEntry("kept", "value")
        .containsEntry("span", "true")
        .containsEntry("root", "false")
        .containsEntry("isRoot", "true")
        .containsEntry("fresh", "other")
        .containsEntry("freshSpan", "false")
        .containsEntry("again", "true")
        .containsEntry("order", "later")
        .containsEntry("closed", "value")
        .containsEntry("wrapped", "value")
        .doesNotContainKey("after");
    assertThat(child.performIn(Parent.sampledOne(), api("context")).values()).isEqualTo(seen);
  }

  @Test
  void executorsCarryItsContexts() {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, api("carried"));
    assertThat(answer.get("trace")).isEqualTo(parent.traceId());
    assertThat(answer.get("value")).isEqualTo("carried");
    assertThat(answer.get("same")).isEqualTo("true");
  }

  @Test
  void baggageComesInAndGoesOut() {
    String url = url();
    Order answer =
        child.performIn(
            Parent.sampledOne(), api("baggage").with("url", url), "baggage", "incoming=x");
    assertThat(answer.get("incoming")).isEqualTo("x");
    assertThat(answer.get("user")).isEqualTo("7");
    assertThat(answer.values()).doesNotContainKey("after");
    assertThat(
            server
                .requests(url.substring(server.url().length()))
                .get(0)
                .header("baggage")
                .split(","))
        .containsExactlyInAnyOrder("incoming=x", "user=7");
  }

  @Test
  void aSpanIsReportedWithAllThatWasSaidOfIt() {
    String name = "renamed " + ++number;
    child.performIn(Parent.sampledOne(), api("details").with("name", name));
    SpanView span = sink.awaitSpan(s -> s.name().equals(name));
    Map<String, Object> more = Map.of("text", "x", "longs", List.of(1L, 2L));
    assertThat(span.parentSpanId()).isEmpty();
    assertThat(span.kind()).isEqualTo("CONSUMER");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.statusMessage()).isEqualTo("it failed");
    assertThat(span.attributes())
        .containsOnly(
            Map.entry("early", true),
            Map.entry("text", "x"),
            Map.entry("long", 1L),
            Map.entry("double", 1.5),
            Map.entry("boolean", true),
            Map.entry("int", 3L),
            Map.entry("texts", List.of("a", "b")),
            Map.entry("longs", List.of(1L, 2L)));
    assertThat(span.links())
        .containsExactly(Map.entry("0123456789abcdef0123456789abcdef-0123456789abcdef", more));
    assertThat(span.events()).extracting(Map.Entry::getKey).contains("plain", "told", "exception");
    assertThat(span.events()).contains(Map.entry("told", more));
    assertThat(span.startNanos()).isEqualTo(1700000000000000001L);
    assertThat(span.endNanos()).isEqualTo(1700000000000000003L);
  }

  @Test
  void itsCarriersSpeakTheAgentsDialects() {
    Parent parent = Parent.sampledOne();
    Order answer = child.perform(api("propagate").with("traceparent", parent.header()));
    SpanView span = sink.awaitTrace(parent.traceId(), 1).get(0);
    assertThat(span.parentSpanId()).isEqualTo(parent.spanId());
    assertThat(answer.get("traceparent"))
        .isEqualTo("00-" + parent.traceId() + "-" + span.spanId() + "-01");
    assertThat(answer.get("tracestate")).isEqualTo("b=2,a=1");
    assertThat(answer.get("state")).contains("b=2").contains("a=1");
    assertThat(answer.get("baggage")).isEqualTo("k=v;meta");
    assertThat(answer.get("remote")).isEqualTo("true");
    assertThat(answer.get("kept")).isEqualTo("kept");
    assertThat(answer.get("fields")).contains("traceparent").contains("baggage");
  }

  @Test
  void itsInstrumentsAreReportedUnderItsScopes() {
    String p = "p" + ++number + ".";
    child.perform(api("metrics").with("prefix", p));
    Map<String, Object> red = Map.of("colour", "red");
    expect(p + "sold", "SUM", 2, red);
    expect(p + "weight", "SUM", 1.5, Map.of());
    expect(p + "stock", "SUM", -3, red);
    expect(p + "level", "SUM", -0.5, red);
    expect(p + "time", "HISTOGRAM", 0.25, red);
    expect(p + "size", "HISTOGRAM", 25, Map.of());
    expect(p + "seen", "SUM", 7, red);
    expect(p + "depth", "SUM", -1.5, Map.of());
    expect(p + "heat", "GAUGE", 36.6, Map.of());
    expect(p + "people", "GAUGE", 4, red);
    MetricView sold = sink.awaitMetric(p + "sold", metric -> true);
    assertThat(sold.unit()).isEqualTo("{thing}");
    assertThat(sold.description()).isEqualTo("Things sold.");
  }

  private void expect(String name, String type, double value, Map<String, Object> attributes) {
    MetricView metric = sink.awaitMetric(name, one -> true);
    assertThat(metric.type()).as(name).isEqualTo(type);
    assertThat(metric.value()).as(name).isEqualTo(value);
    assertThat(metric.attributes()).as(name).isEqualTo(attributes);
    assertThat(metric.scope()).as(name).isEqualTo("org.example.meter");
  }

  @Test
  void aMethodWithTheAnnotationIsASpan() {
    Parent parent = Parent.sampledOne();
    child.performIn(parent, annotated("plain"));
    SpanView span = named(sink.awaitTrace(parent.traceId(), 2), "AnnotationDriver.plain");
    assertThat(span.kind()).isEqualTo("INTERNAL");
    assertThat(span.attributes())
        .containsOnly(
            Map.entry("inside", true),
            Map.entry("code.function.name", "io.outrider.smoke.driver.AnnotationDriver.plain"));
  }

  @Test
  void itsArgumentsBecomeAttributes() {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, annotated("named"));
    assertThat(answer.get("answer")).isEqualTo("x7");
    SpanView span = named(sink.awaitTrace(parent.traceId(), 2), "a name");
    assertThat(span.kind()).isEqualTo("PRODUCER");
    assertThat(span.attributes())
        .containsEntry("number", 7L)
        .containsEntry("text", "x")
        .containsEntry("texts", List.of("a", "b"))
        .containsEntry("byParameter", 2.5)
        .hasSize(5);
  }

  @Test
  void whatSuchAMethodThrowsIsRecordedAndThrown() {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, annotated("failing"));
    assertThat(answer.get("thrown")).isEqualTo("java.lang.IllegalArgumentException");
    SpanView span = named(sink.awaitTrace(parent.traceId(), 2), "AnnotationDriver.failing");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.events().get(0).getValue()).containsEntry("exception.message", "thrown");
  }

  @Test
  void callsOfSuchAMethodAreItsChildren() {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, annotated("nested").with("url", url()));
    List<SpanView> trace = sink.awaitTrace(parent.traceId(), 4);
    SpanView span = named(trace, "AnnotationDriver.nested");
    assertThat(answer.get("answer")).isEqualTo(span.spanId());
    assertThat(client(trace, "url.full").parentSpanId()).isEqualTo(span.spanId());
    assertThat(named(trace, "AnnotationDriver.plain").parentSpanId()).isEqualTo(span.spanId());
  }

  @Test
  void aFutureEndsItsMethodsSpan() {
    Parent parent = Parent.sampledOne();
    assertThat(child.performIn(parent, annotated("future")).get("same")).isEqualTo("true");
    SpanView span = named(sink.awaitTrace(parent.traceId(), 2), "AnnotationDriver.future");
    assertThat(span.endNanos() - span.startNanos()).isGreaterThan(140_000_000L);
    assertThat(span.status()).isEqualTo("UNSET");
    Parent failing = Parent.sampledOne();
    child.performIn(failing, annotated("future").with("fail", true));
    SpanView failed = named(sink.awaitTrace(failing.traceId(), 2), "AnnotationDriver.future");
    assertThat(failed.status()).isEqualTo("ERROR");
    assertThat(failed.events().get(0).getValue())
        .containsEntry("exception.type", "java.lang.IllegalStateException");
  }

  @Test
  void anApplicationThatIsTakenAwayIsNotHeld() {
    assumeFalse(variant.strict(), "the library's own check has a thread that never ends");
    Order order =
        new Order()
            .with("driver", "Redeploy")
            .with("class", "OpenTelemetryDriver")
            .with(
                "orders",
                "mode=nest;mode=details&name=x;mode=metrics&prefix=gone" + ++number + ".");
    assertThat(child.perform(order).get("gone")).isEqualTo("true");
    order.with("class", "AnnotationDriver").with("orders", "mode=plain;mode=named");
    assertThat(child.perform(order).get("gone")).isEqualTo("true");
  }
}
