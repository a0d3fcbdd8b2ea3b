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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A line of a log names the span that it was written in, whoever writes it down and when. */
abstract class LogContract extends LogExportContract {
  private static final String NONE = ",,,,";

  @Test
  void outsideOfSpansALineIsAsItWas() {
    for (String logger : variant.loggers()) {
      Order log = log(logger);
      child.perform(log);

      Order line = seen(child, log);
      assertThat(line.get("line")).as(logger).isEqualTo(NONE);
      assertThat(ours(line)).as(logger).isEmpty();
    }
  }

  @Test
  void insideARequestItNamesTheRequestsSpan() {
    for (String logger : variant.loggers()) {
      Parent parent = Parent.sampledOne();
      Order log = log(logger);
      Order answer = child.performIn(parent, log);

      Order line = seen(child, log);
      String spanId = server(parent).spanId();
      assertThat(line.get("line")).as(logger).isEqualTo(parent.traceId() + "," + spanId + ",01,,");
      assertThat(ours(line))
          .as(logger)
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("trace_id", parent.traceId(), "span_id", spanId, "trace_flags", "01"));
      assertThat(answer.get("left")).as("the thread's own MDC").isEqualTo("null,null,null");
    }
  }

  @Test
  void aSpanThatIsNotSampledIsNamedToo() {
    Parent parent = Parent.unsampledOne();
    Order log = log("sync");
    child.performIn(parent, log);

    assertThat(seen(child, log).get("line")).startsWith(parent.traceId() + ",").endsWith(",00,,");
  }

  @Test
  void whatIsWrittenLaterNamesTheSpanThatItWasLoggedIn() {
    for (String logger : variant.delayed()) {
      List<Parent> parents = new ArrayList<>();
      List<Order> logs = new ArrayList<>();
      child.perform(order("hold"));
      for (int i = 0; i < 20; i++) {
        Parent parent = i % 3 == 2 ? null : Parent.sampledOne();
        Order log = log(logger);
        if (parent == null) {
          child.perform(log);
        } else {
          child.performIn(parent, log);
        }
        parents.add(parent);
        logs.add(log);
      }
      child.perform(order("release"));

      for (int i = 0; i < 20; i++) {
        Parent parent = parents.get(i);
        Order line = seen(child, logs.get(i));
        String expected =
            parent == null ? NONE : parent.traceId() + "," + server(parent).spanId() + ",01,,";
        assertThat(line.get("line")).as(logger + " " + line).isEqualTo(expected);
      }
    }
  }

  @Test
  void whatTheApplicationPutIntoTheMdcStaysThere() {
    for (String logger : variant.loggers()) {
      Parent parent = Parent.sampledOne();
      Order log = log(logger).with("key", "customer").with("value", "c-1");
      child.performIn(parent, log);

      Order line = seen(child, log);
      assertThat(line.values())
          .as(logger)
          .containsEntry("mdc.customer", "c-1")
          .containsEntry("mdc.trace_id", parent.traceId());
    }
  }

  @Test
  void aKeyThatTheApplicationUsesItselfIsItsOwn() {
    for (String logger : variant.loggers()) {
      if (logger.equals("unprepared")) {
        continue; // Such an event asks the thread that writes, as without an agent.
      }
      for (String key : List.of("trace_id", "span_id")) {
        Order log = log(logger).with("key", key).with("value", "mine");
        child.performIn(Parent.sampledOne(), log);

        assertThat(ours(seen(child, log)))
            .as(logger)
            .containsExactlyInAnyOrderEntriesOf(Map.of(key, "mine"));
      }
    }
  }

  @Test
  void onAThreadThatHasServedARequestNothingIsLeft() {
    for (String logger : variant.loggers()) {
      child.performIn(Parent.sampledOne(), log(logger));
      Order log = log(logger);
      child.perform(log);

      assertThat(ours(seen(child, log))).as(logger).isEmpty();
    }
  }

  @Test
  void aLineCostsLittleMore() {
    long outside = child.perform(order("measure").with("logger", "sync")).number("bytes", -1);
    long inside =
        child
            .performIn(Parent.sampledOne(), order("measure").with("logger", "sync"))
            .number("bytes", -1);

    System.out.println(variant + ": a line costs " + (inside - outside) + " bytes more");
    assertThat(inside - outside).isBetween(0L, (long) variant.mostBytes());
  }

  @Test
  void theFieldsCanBeCalledAsInEcs() {
    Parent parent = Parent.sampledOne();
    Order log = log("sync");
    try (DriverProcess other =
        drive(Jdk.require(variant.version()), Map.of("outrider.logs.names", "ecs"))) {
      other.performIn(parent, log);

      Order line = seen(other, log);
      String spanId = server(parent).spanId();
      assertThat(line.get("line")).isEqualTo(",,," + parent.traceId() + "," + spanId);
      assertThat(ours(line))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("trace.id", parent.traceId(), "span.id", spanId));
    }
  }

  @Test
  void itCanBeSwitchedOff() {
    for (String key :
        List.of(
            "outrider.logs.correlation",
            "outrider.instrumentation." + variant.instrumentation() + ".enabled")) {
      Parent parent = Parent.sampledOne();
      Order log = log("sync");
      try (DriverProcess other = drive(Jdk.require(variant.version()), Map.of(key, "false"))) {
        other.performIn(parent, log);

        assertThat(seen(other, log).get("line")).as(key).isEqualTo(NONE);
        assertThat(server(parent).spanId()).isNotEmpty();
      }
    }
  }

  /** What the MDC says of spans. */
  private static Map<String, String> ours(Order line) {
    Map<String, String> found = new TreeMap<>();
    line.values()
        .forEach(
            (name, value) -> {
              if (name.startsWith("mdc.trace") || name.startsWith("mdc.span")) {
                found.put(name.substring("mdc.".length()), value);
              }
            });
    return found;
  }
}
