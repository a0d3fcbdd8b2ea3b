// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Parent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** java.util.logging with the JDK's formatters, and with Tomcat's formatter and handler. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class JavaLoggingIT extends LogExportContract {
  static Stream<LogVariant> variants() {
    return Stream.of(
        variant("tomcat-juli-7.0", 8),
        variant("tomcat-juli-new", 17),
        variant("tomcat-juli-new", 25));
  }

  private static LogVariant variant(String library, int version) {
    return new LogVariant(
        "java",
        "JavaLogDriver",
        library,
        version,
        "java-logging",
        List.of("sync", "async", "xml", "juli"),
        List.of("async", "juli"),
        Map.of(),
        1024);
  }

  @Test
  void linesAreLeftAsTheyAreUnlessAsked() {
    for (String logger : variant.loggers()) {
      Order log = log(logger);
      child.performIn(Parent.sampledOne(), log);

      assertThat(seen(child, log).get("line"))
          .as(logger)
          .contains(log.get("message"))
          .doesNotContain("trace_id");
    }
  }

  @Test
  void idsAreAddedToMessagesWhereWanted() {
    try (DriverProcess other =
        drive(Jdk.require(variant.version()), Map.of("outrider.logs.jul", "append"))) {
      for (String logger : variant.loggers()) {
        Parent parent = Parent.sampledOne();
        Order log = log(logger);
        other.performIn(parent, log);

        assertThat(seen(other, log).get("line"))
            .as(logger)
            .contains(
                log.get("message")
                    + " trace_id="
                    + parent.traceId()
                    + " span_id="
                    + server(parent).spanId()
                    + " trace_flags=01");
        Order outside = log(logger);
        other.perform(outside);
        assertThat(seen(other, outside).get("line"))
            .contains(outside.get("message"))
            .doesNotContain("trace_id");
      }
    }
  }

  @Test
  void whatIsFormattedLaterNamesTheSpanThatItWasLoggedIn() {
    try (DriverProcess other =
        drive(
            Jdk.require(variant.version()),
            Map.of("outrider.logs.jul", "append", "outrider.logs.names", "ecs"))) {
      List<Parent> parents = new ArrayList<>();
      List<Order> logs = new ArrayList<>();
      other.perform(order("hold"));
      for (int i = 0; i < 20; i++) {
        parents.add(Parent.sampledOne());
        logs.add(log("async"));
        other.performIn(parents.get(i), logs.get(i));
      }
      other.perform(order("release"));

      for (int i = 0; i < 20; i++) {
        assertThat(seen(other, logs.get(i)).get("line"))
            .contains(logs.get(i).get("message") + " trace.id=" + parents.get(i).traceId());
      }
    }
  }

  @Test
  void theLoggersFilterIsAskedOnceAndHeeded() {
    try (DriverProcess other =
        drive(
            Jdk.require(variant.version()),
            Map.of("otel.logs.exporter", "otlp", "otel.blrp.schedule.delay", "50ms"))) {
      Order secret = order("log").with("logger", "filtered").with("message", "secret " + variant);
      Order open = order("log").with("logger", "filtered").with("message", "open " + variant);
      other.perform(secret);
      other.perform(open);

      assertThat(sink.awaitLog(open.get("message"))).hasSize(1);
      assertThat(sink.logs()).noneMatch(line -> line.body().equals(secret.get("message")));
      assertThat(other.perform(order("filtered")).number("asked", -1)).isEqualTo(2);
    }
  }
}
