// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spring's executors, asynchronous methods and schedules. */
@ParameterizedClass(name = "{0} on Java {1}")
@CsvSource({
  "spring-webmvc-5.0, 8",
  "spring-webmvc-5.3, 17",
  "spring-webmvc-6.0, 17",
  "spring-webmvc-6.2, 25",
  "spring-webmvc-7.0, 17",
  "spring-webmvc-7.0, 25"
})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SpringTasksIT {
  @Parameter(0)
  String library;

  @Parameter(1)
  int version;

  private HandOvers handOvers;

  @BeforeParameterizedClassInvocation
  void start() {
    handOvers = new HandOvers(version, "spring-tasks", "SpringTasksDriver", library);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (handOvers != null) {
      handOvers.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "async",
        "asyncOnNewThread",
        "asyncOnVirtualThread",
        "taskExecutor",
        "taskSchedulerOnce"
      })
  void anAsynchronousMethodRunsInTheContextOfItsCall(String action) {
    handOvers.assertCarried(action);
  }

  @Test
  void aTaskWithATriggerBelongsToNoTrace() {
    handOvers.assertNotCarried("trigger");
  }

  @Test
  void eachScheduledRunIsATraceOfItsOwn() {
    Parent parent = Parent.sampledOne();
    String path = HandOvers.path();
    handOvers.perform(parent, "scheduled", path);
    SpanView call = handOvers.call(path);
    SpanView run = handOvers.sink.awaitSpan(span -> span.spanId().equals(call.parentSpanId()));
    assertThat(run.name()).isEqualTo("SpringTasksDriver$Jobs.tick");
    assertThat(run.kind()).isEqualTo("INTERNAL");
    assertThat(run.parentSpanId()).isEmpty();
    assertThat(run.traceId()).isNotEqualTo(parent.traceId()).isEqualTo(call.traceId());
    assertThat(run.attributes())
        .containsEntry(
            "code.function.name", "io.outrider.smoke.driver.SpringTasksDriver$Jobs.tick");
    assertThat(run.status()).isEqualTo("UNSET");
  }

  @Test
  void aScheduledRunThatFailsSaysSo() {
    handOvers.perform(Parent.sampledOne(), "failing", HandOvers.path());
    List<SpanView> runs =
        handOvers.sink.awaitSpans(2, span -> span.name().equals("SpringTasksDriver$Jobs.fail"));
    handOvers.perform(null, "setOff", "");
    assertThat(runs.get(0).traceId()).isNotEqualTo(runs.get(1).traceId());
    for (SpanView run : runs) {
      assertThat(run.parentSpanId()).isEmpty();
      assertThat(run.status()).isEqualTo("ERROR");
      assertThat(run.attributes()).containsEntry("error.type", "java.lang.IllegalStateException");
    }
  }
}
