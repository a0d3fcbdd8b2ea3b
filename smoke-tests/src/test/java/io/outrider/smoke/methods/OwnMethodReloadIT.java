// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.OtlpSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards of methods that come and go while the application runs, and configuration with faults. */
final class OwnMethodReloadIT {
  private static final String METHODS =
      """
      methods:
        service: {class: io.outrider.smoke.app.OwnService, method: limited}
      """;
  private static final String RULES =
      """
      rules:
        few:
          match: {client: method, class: io.outrider.smoke.app.Own*, method: limited}
          rate-limit: {rate: 1/h, burst: 1}
      """;

  @TempDir private Path folder;

  private void write(String text) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), text);
    Files.move(next, folder.resolve("outrider.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private AgentProcess.Builder agent(OtlpSink sink) {
    return AgentProcess.with(Jdk.require(17))
        .exportingTo(sink)
        .property("outrider.config", folder.resolve("outrider.yaml"))
        .property("outrider.config.reload", "1s");
  }

  private static Order call(DriverProcess child) {
    return child.perform(new Order().with("driver", "own").with("action", "limited"));
  }

  @Test
  void aMethodThatIsWovenIsGuardedWhenARuleSaysSoAndNoLongerWhenItIsGone() throws IOException {
    write(METHODS);
    try (OtlpSink sink = new OtlpSink();
        DriverProcess child = agent(sink).drive("OwnMethodsDriver")) {
      for (int i = 0; i < 5; i++) {
        assertThat(call(child).get("answer")).isNotNull();
      }
      write(METHODS + RULES);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(call(child).get("types")).contains("RejectedExecutionException"));
      write(METHODS);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(call(child).get("answer")).isNotNull());
    }
  }

  @Test
  void withoutAnyAtTheStartTheLogSaysThatTheyWait() throws IOException {
    write("log.level: warn");
    try (OtlpSink sink = new OtlpSink();
        DriverProcess child = agent(sink).drive("OwnMethodsDriver")) {
      call(child);
      write("log.level: warn\n" + RULES);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(child.process().stderr())
                      .anyMatch(line -> line.contains("take effect at the next start")));
      assertThat(call(child).get("answer")).isNotNull();
    }
  }

  @Test
  void aRuleWithAMistakeIsNamedAndTheApplicationStarts() throws IOException {
    write(METHODS + "  other: {class: OwnService}\n");
    try (OtlpSink sink = new OtlpSink();
        DriverProcess child = agent(sink).drive("OwnMethodsDriver")) {
      assertThat(call(child).get("answer")).isNotNull();
      assertThat(child.process().stderr())
          .anyMatch(
              line ->
                  line.contains("outrider.methods.other")
                      && line.contains("line 3")
                      && line.contains("**.OwnService"));
      sink.awaitSpan(span -> span.name().equals("OwnService.limited"));
    }
  }
}
