// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.LogView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * Where logs are exported, each event is, once, with what it says and the span it was logged in.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LogExportContract {
  private static final Map<String, String> EXPORTING =
      Map.of(
          "otel.logs.exporter", "otlp",
          "otel.blrp.schedule.delay", "50ms",
          "outrider.logs.mdc", "customer",
          "outrider.logs.threads", "true");

  @Parameter LogVariant variant;

  OtlpSink sink;
  DriverProcess child;
  private DriverProcess exporting;
  private int messages;

  @BeforeParameterizedClassInvocation
  void start() {
    Jdk jdk = Jdk.require(variant.version());
    sink = new OtlpSink();
    child = drive(jdk, Map.of());
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (exporting != null) {
      exporting.close();
      exporting = null;
    }
    if (child != null) {
      child.close();
      sink.close();
      child = null;
    }
  }

  final DriverProcess drive(Jdk jdk, Map<String, String> settings) {
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    variant.options().forEach(builder::property);
    settings.forEach(builder::property);
    return builder
        .classPath(
            Libraries.join(
                Libraries.drivers(jdk),
                List.of(Libraries.target("drivers-logs")),
                Libraries.of(variant.library())))
        .drive(variant.driverClass());
  }

  final DriverProcess exporting() {
    if (exporting == null) {
      exporting = drive(Jdk.require(variant.version()), EXPORTING);
    }
    return exporting;
  }

  /** The one line with this text. */
  final LogView exported(Order log) {
    List<LogView> lines = sink.awaitLog(log.get("message"));
    assertThat(lines).as(exporting().process().printed()).hasSize(1);
    return lines.get(0);
  }

  @Test
  void anEventIsExportedWithWhatItSays() {
    for (String logger : variant.loggers()) {
      Parent parent = Parent.sampledOne();
      Order log = log(logger).with("key", "customer").with("value", "c-1");
      long before = System.currentTimeMillis();
      Order answer = exporting().performIn(parent, log);

      LogView line = exported(log);
      assertThat(line.logger()).isEqualTo(logger);
      assertThat(line.severity()).isEqualTo(9);
      assertThat(line.level()).isEqualTo("INFO");
      assertThat(line.millis()).isCloseTo(before, within(5_000L));
      assertThat(line.observedMillis()).isGreaterThanOrEqualTo(line.millis());
      assertThat(line.traceId()).as(logger).isEqualTo(parent.traceId());
      assertThat(line.spanId()).isEqualTo(server(parent).spanId());
      assertThat(line.flags()).isEqualTo(1);
      assertThat(line.attributes()).containsEntry("thread.name", answer.get("thread"));
      assertThat(line.attributes()).containsKey("thread.id");
      if (variant.hasContext()) {
        assertThat(line.attributes()).as(logger).containsEntry("customer", "c-1");
      }
      assertThat(line.attributes()).doesNotContainKeys("trace_id", "span_id", "trace_flags");
    }
  }

  @Test
  void eachEventIsExportedOnceWhoeverWritesItDown() {
    for (String logger : variant.loggers()) {
      List<Order> logs = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Order log = log(logger);
        logs.add(log);
        exporting().perform(log);
      }
      Order last = log("sync");
      exporting().perform(last);
      exported(last);
      for (Order log : logs) {
        assertThat(exported(log).traceId()).isEmpty();
      }
    }
  }

  @Test
  void anExceptionIsExportedToo() {
    for (String logger : variant.loggers()) {
      Order log = log(logger).with("level", "error").with("thrown", "no stock");
      exporting().perform(log);

      LogView line = exported(log);
      assertThat(line.severity()).isEqualTo(17);
      assertThat(line.attributes())
          .containsEntry("exception.type", "java.lang.IllegalStateException")
          .containsEntry("exception.message", "no stock")
          .hasEntrySatisfying(
              "exception.stacktrace", trace -> assertThat(trace).contains("LogDriver"));
    }
  }

  @Test
  void whatTheLevelKeepsOutIsNotExported() {
    for (String logger : variant.loggers()) {
      Order quiet = log(logger).with("level", "debug");
      exporting().perform(quiet);
      Order last = log(logger);
      exporting().perform(last);

      exported(last);
      assertThat(sink.logs()).noneMatch(line -> line.body().equals(quiet.get("message")));
    }
  }

  @Test
  void aTraceThatIsNotSampledHasItsLinesAllTheSame() {
    Parent parent = Parent.unsampledOne();
    Order log = log("sync");
    exporting().performIn(parent, log);

    LogView line = exported(log);
    assertThat(line.traceId()).isEqualTo(parent.traceId());
    assertThat(line.flags()).isZero();
  }

  @Test
  void nothingIsExportedUnlessItIsAskedFor() {
    Parent parent = Parent.sampledOne();
    Order log = log("sync");
    child.performIn(parent, log);

    server(parent);
    assertThat(sink.logs()).noneMatch(line -> line.body().equals(log.get("message")));
  }

  final SpanView server(Parent parent) {
    return sink.awaitSpan(span -> span.server() && span.traceId().equals(parent.traceId()));
  }

  final Order log(String logger) {
    return order("log").with("logger", logger).with("message", logger + " " + messages++);
  }

  final Order order(String what) {
    return new Order().with("driver", variant.driver()).with("do", what);
  }

  final Order seen(DriverProcess by, Order log) {
    Order line = by.perform(order("seen").with("message", log.get("message")));
    assertThat(line.get("missing")).as(by.process().printed()).isNull();
    return line;
  }
}
