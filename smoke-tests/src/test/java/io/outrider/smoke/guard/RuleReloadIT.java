// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that change while the application runs, rules in dry-run, and no rules at all. */
final class RuleReloadIT {
  private final OtlpSink sink = new OtlpSink();
  private final TestServer server = new TestServer();
  @TempDir private Path folder;
  private DriverProcess child;
  private int generation;

  @AfterEach
  void stop() {
    if (child != null) {
      child.close();
    }
    server.close();
    sink.close();
  }

  private AgentProcess.Builder agent() {
    return AgentProcess.with(Jdk.require(17)).exportingTo(sink);
  }

  private Order get(String path) {
    return child.perform(
        new Order()
            .with("driver", "HttpURLConnection")
            .with("mode", "sync")
            .with("url", server.url() + path));
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(get("/error?id=1").get("status")).isEqualTo("500");
    }
  }

  private String rule(String mode) {
    return """
        rules:
          flaky:
            mode: %s
            match: {client: http, port: %d}
            circuit-breaker:
              window: 4 calls
              minimum-calls: 4
              wait-open: 10m
        """
        .formatted(mode, server.port());
  }

  /** As Kubernetes mounts a ConfigMap: the file is a link through a link that is swapped. */
  private void swap(String text) throws IOException {
    Path data = Files.createDirectory(folder.resolve("..generation_" + ++generation));
    Files.writeString(data.resolve("outrider.yaml"), text);
    Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), data.getFileName());
    Files.move(
        link,
        folder.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    if (generation == 1) {
      Files.createSymbolicLink(folder.resolve("outrider.yaml"), Path.of("..data", "outrider.yaml"));
    }
  }

  private void awaitLine(String... parts) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(child.process().stderr())
                    .anySatisfy(line -> assertThat(line).contains(parts)));
  }

  private MetricView awaitReloads(String outcome) {
    return sink.awaitMetric(
        "outrider.config.reloads", m -> outcome.equals(m.attribute("outcome")) && m.value() == 1);
  }

  @Test
  @Tag("lesson-7")
  @Tag("defect-10")
  void rulesAreSwappedAsAConfigMapIsAndABadEditChangesNothing() throws IOException {
    Path report = folder.resolve("report.txt");
    swap(rule("dry-run"));
    child =
        agent()
            .property("outrider.config", folder.resolve("outrider.yaml"))
            .property("outrider.config.reload", "1s")
            .property("outrider.log.level", "info")
            .property("outrider.report.file", report)
            .drive("HttpUrlConnectionDriver");
    fail(6);

    swap(rule("enforce").replace("wait-open", "wait-opn"));
    awaitLine("ERROR", "is not used", "circuit-breaker.wait-opn", "line 8", "wait-open");
    awaitReloads("rejected");
    sink.awaitMetric("outrider.config.valid", m -> m.value() == 0);
    fail(1);

    swap(rule("enforce"));
    awaitLine("INFO", "The rules of the configuration file", "are in force");
    awaitReloads("applied");
    // What the breaker saw in dry-run it has not forgotten: it refuses at once.
    int before = server.requests("id=1").size();
    Order refused = get("/success?id=1");
    assertThat(refused.get("types")).contains("java.net.ConnectException");
    assertThat(server.requests("id=1")).hasSize(before);
    awaitLine("WARN", "Rule flaky has refused a call", "outrider.rules.flaky.mode=off");

    child.process().finish();
    assertThat(Files.readString(report))
        .containsPattern("flaky +enforce +circuit-breaker +\\d+ +1 +3");
  }

  @Test
  void withoutAnyRuleMetricsTellWhatWouldHaveBeenRefused() throws IOException {
    Path report = folder.resolve("report.txt");
    child = agent().property("outrider.report.file", report).drive("HttpUrlConnectionDriver");
    fail(25);
    assertThat(get("/success?id=2").get("status")).isEqualTo("200");
    MetricView would =
        sink.awaitMetric(
            "outrider.guard.decisions",
            m ->
                "built-in".equals(m.attribute("outrider.guard.rule"))
                    && "would_reject".equals(m.attribute("outrider.guard.outcome")));
    assertThat(would.attributes()).containsEntry("outrider.guard.type", "circuit_breaker");
    assertThat(server.requests("/error")).hasSize(25);
    AgentProcess.Ended ended = child.process().finish();
    assertThat(ended.stderr()).isEmpty();
    assertThat(Files.readString(report)).containsPattern("built-in +dry-run +circuit-breaker");
  }

  @Test
  void atTheEndADryRunTellsWhatItHasSpared() {
    AgentProcess.Builder builder = agent();
    Map.of(
            "mode", "dry-run",
            "match", "client:http,port:" + server.port(),
            "circuit-breaker.window", "4 calls",
            "circuit-breaker.minimum-calls", "4")
        .forEach((key, value) -> builder.property("outrider.rules.flaky." + key, value));
    child = builder.drive("HttpUrlConnectionDriver");
    fail(10);
    AgentProcess.Ended ended = child.process().finish();
    assertThat(ended.stderr())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("WARN Rule flaky, in dry-run: its circuit-breaker would have refused")
                    .contains("6 of 10 calls")
                    .contains("localhost:" + server.port())
                    .contains("outrider.rules.flaky.mode=enforce"));
  }
}
