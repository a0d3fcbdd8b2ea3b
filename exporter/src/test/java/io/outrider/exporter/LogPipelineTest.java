// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogPipelineTest {
  private static final long TEN_SECONDS = SECONDS.toNanos(10);

  private Collector collector;
  private Given given;
  private Telemetry telemetry;

  @BeforeEach
  void startCollector() throws Exception {
    collector = Collector.plain();
  }

  @AfterEach
  void stop() {
    if (telemetry != null) {
      telemetry.close(SECONDS.toNanos(2));
    }
    collector.close();
  }

  private void start(String... settings) {
    given = Given.sendingTo(collector.url(), settings);
    telemetry = given.start();
  }

  private void startWithLogs(String... settings) {
    String[] all = new String[settings.length + 4];
    System.arraycopy(settings, 0, all, 0, settings.length);
    all[settings.length] = "otel.logs.exporter";
    all[settings.length + 1] = "otlp";
    all[settings.length + 2] = "otel.blrp.schedule.delay";
    all[settings.length + 3] = "20ms";
    start(all);
  }

  private LogRecordBuilder line(String text) {
    return telemetry.logs().get("shop.Orders").logRecordBuilder().setBody(text);
  }

  private static Map<String, String> attributes(LogRecord line) {
    Map<String, String> found = new TreeMap<>();
    for (KeyValue pair : line.getAttributesList()) {
      found.put(pair.getKey(), pair.getValue().getStringValue());
    }
    return found;
  }

  @Test
  void nothingIsSentUnlessConfigured() {
    start();
    assertThat(telemetry.logs()).isNull();
    telemetry.close();

    start("otel.logs.exporter", "none");
    assertThat(telemetry.logs()).isNull();
    assertThat(given.warnings()).isEmpty();
    telemetry.close();

    start("otel.logs.exporter", "kafka");
    assertThat(telemetry.logs()).isNull();
    assertThat(given.warnings()).anyMatch(text -> text.contains("kafka") && text.contains("none"));
  }

  @Test
  void aLineIsSentWithAllItSays() {
    startWithLogs();
    Span span = telemetry.tracer().spanBuilder("s").startSpan();
    line("taken")
        .setTimestamp(1_700_000_000_123L, MILLISECONDS)
        .setSeverity(Severity.WARN)
        .setSeverityText("WARNING")
        .setContext(Context.root().with(span))
        .setAttribute(AttributeKey.stringKey("customer"), "c-1")
        .setException(new IllegalStateException("no stock"))
        .emit();

    await().until(() -> !collector.logs().isEmpty());
    var scope = collector.logRequests().get(0).getResourceLogs(0).getScopeLogs(0).getScope();
    assertThat(scope.getName()).isEqualTo("shop.Orders");
    LogRecord line = collector.logs().get(0);
    assertThat(line.getBody().getStringValue()).isEqualTo("taken");
    assertThat(line.getTimeUnixNano()).isEqualTo(1_700_000_000_123_000_000L);
    assertThat(line.getObservedTimeUnixNano()).isGreaterThan(line.getTimeUnixNano());
    assertThat(line.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_WARN);
    assertThat(line.getSeverityText()).isEqualTo("WARNING");
    assertThat(HexFormat.of().formatHex(line.getTraceId().toByteArray()))
        .isEqualTo(span.getSpanContext().getTraceId());
    assertThat(HexFormat.of().formatHex(line.getSpanId().toByteArray()))
        .isEqualTo(span.getSpanContext().getSpanId());
    assertThat(line.getFlags() & 1).isEqualTo(1);
    assertThat(attributes(line))
        .containsEntry("customer", "c-1")
        .containsEntry("exception.type", "java.lang.IllegalStateException")
        .containsEntry("exception.message", "no stock")
        .hasEntrySatisfying(
            "exception.stacktrace", trace -> assertThat(trace).contains("LogPipelineTest"));
  }

  @Test
  void linesOfATraceThatIsNotSampledAreSentToo() {
    startWithLogs("otel.traces.sampler", "always_off");
    Span span = telemetry.tracer().spanBuilder("s").startSpan();
    line("still here").setContext(Context.root().with(span)).emit();

    await().until(() -> !collector.logs().isEmpty());
    assertThat(collector.logs().get(0).getTraceId().isEmpty()).isFalse();
    assertThat(collector.logs().get(0).getFlags() & 1).isZero();
  }

  @Test
  void linesWaitUntilThereIsSomethingToSendThemWith() {
    startWithLogs();
    line("early").emit();
    assertThat(Threads.named("outrider-logs")).isEmpty();

    telemetry.tracer();
    await().until(() -> !collector.logs().isEmpty());
    assertThat(collector.logRequests().get(0).getResourceLogs(0).getResource().getAttributesList())
        .anyMatch(pair -> pair.getKey().equals("service.name"));
  }

  @Test
  void whatIsTooMuchIsCut() {
    startWithLogs(
        "otel.attribute.value.length.limit", "8", "otel.logrecord.attribute.count.limit", "2");
    line("a body is not an attribute")
        .setAttribute(AttributeKey.stringKey("a"), "123456789")
        .setAttribute(AttributeKey.stringKey("b"), "2")
        .setAttribute(AttributeKey.stringKey("c"), "3")
        .emit();

    telemetry.tracer();
    await().until(() -> !collector.logs().isEmpty());
    LogRecord line = collector.logs().get(0);
    assertThat(attributes(line)).isEqualTo(Map.of("a", "12345678", "b", "2"));
    assertThat(line.getDroppedAttributesCount()).isEqualTo(1);
    assertThat(line.getBody().getStringValue()).isEqualTo("a body is not an attribute");
  }

  @Test
  void aFullQueueDropsAndSaysSo() {
    startWithLogs(
        "otel.blrp.max.queue.size",
        "10",
        "otel.blrp.max.export.batch.size",
        "4",
        "otel.metric.export.interval",
        "100ms");
    for (int i = 0; i < 25; i++) {
      line("line " + i).emit();
    }
    telemetry.tracer();

    await().until(() -> collector.logs().size() == 10);
    assertThat(collector.logRequests()).allMatch(r -> count(r) <= 4);
    await().until(() -> !given.warnings().isEmpty());
    assertThat(given.warnings().get(0))
        .contains("15 log records dropped because the queue was full")
        .contains("otel.blrp.max.queue.size");
    await().until(() -> !collector.metrics("outrider.logs.lost").isEmpty());
    assertThat(collector.metrics("outrider.logs.lost").get(0).getSum().getDataPoints(0).getAsInt())
        .isEqualTo(15);
  }

  private static int count(
      io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest request) {
    return request.getResourceLogs(0).getScopeLogs(0).getLogRecordsCount();
  }

  @Test
  void aCollectorThatHangsHoldsUpNobody() {
    CountDownLatch over = new CountDownLatch(1);
    collector.always(
        exchange -> {
          over.await();
          exchange.sendResponseHeaders(200, -1);
        });
    startWithLogs("otel.blrp.max.queue.size", "64", "otel.blrp.max.export.batch.size", "8");
    telemetry.tracer();

    long start = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      line("line").emit();
    }
    assertThat(System.nanoTime() - start).isLessThan(SECONDS.toNanos(5));
    assertThat(telemetry.close(MILLISECONDS.toNanos(300))).isFalse();
    assertThat(System.nanoTime() - start).isLessThan(SECONDS.toNanos(8));
    over.countDown();
  }

  @Test
  void whatIsLeftIsSentAtTheEnd() {
    startWithLogs("otel.blrp.schedule.delay", "1h");
    telemetry.tracer();
    line("last words").emit();

    assertThat(telemetry.close(TEN_SECONDS)).isTrue();
    assertThat(collector.logs()).hasSize(1);
    line("too late").emit();
    assertThat(collector.logs()).hasSize(1);
  }

  @Test
  void logsHaveTheirOwnEndpointAndHeaders() {
    startWithLogs(
        "otel.exporter.otlp.logs.endpoint",
        collector.url() + "/own/logs",
        "otel.exporter.otlp.logs.headers",
        "x-tenant=blue");
    line("hello").emit();
    telemetry.tracer();

    await().until(() -> !collector.requests("/own/logs").isEmpty());
    assertThat(collector.requests("/own/logs").get(0).headers().getFirst("x-tenant"))
        .isEqualTo("blue");
  }

  @Test
  void anEmittedLineDoesNotChange() {
    List<Object> taken = new java.util.ArrayList<>();
    LogSource source = new LogSource(8, 100, taken::add);
    LogRecordBuilder line = source.get("x").logRecordBuilder().setBody("one");
    line.emit();
    line.setBody("two").setSeverity(Severity.ERROR).setAttribute("a", "b").emit();

    assertThat(taken).hasSize(1);
    FlatLog record = (FlatLog) taken.get(0);
    assertThat(record.getBodyValue().asString()).isEqualTo("one");
    assertThat(record.getSeverity()).isEqualTo(Severity.UNDEFINED_SEVERITY_NUMBER);
    assertThat(record.getAttributes().isEmpty()).isTrue();
  }
}
