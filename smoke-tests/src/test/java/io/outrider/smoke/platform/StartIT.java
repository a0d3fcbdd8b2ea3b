// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.AgentJar;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.AgentProcess.Ended;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the agent comes into a process, and how it stays out of one. */
final class StartIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void anApplicationRunsAsBefore(int version) {
    try (AgentProcess child = App.on(Jdk.require(version)).start(App.HELLO, "7")) {
      assertHello(child.awaitEnd(), 7);
    }
  }

  /** Opening the image costs more than all that the agent loads before main. */
  @Test
  void startingOpensNoImageOfTheJdksModules() {
    try (AgentProcess child =
        App.on(Jdk.require(17)).option("-Xlog:class+load:stdout").start(App.HELLO, "7")) {
      assertThat(child.awaitEnd().stdout())
          .filteredOn(line -> line.contains(" jdk.internal.jimage."))
          .isEmpty();
    }
  }

  @Test
  void theAgentComesByTheEnvironment() {
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        AgentProcess child =
            App.on(Jdk.ours())
                .withoutAgent()
                .environment(
                    "JAVA_TOOL_OPTIONS",
                    "-javaagent:"
                        + AgentJar.path()
                        + " -Dotel.exporter.otlp.endpoint="
                        + sink.url())
                .start(App.ONE_CALL, server.url() + "/success")) {
      Ended ended = child.awaitEnd();
      assertThat(ended.code()).isZero();
      assertThat(App.withoutPickedUp(ended.stderr())).isEmpty();
      sink.awaitSpan(span -> span.client());
    }
  }

  @Test
  void theConfigurationComesByTheEnvironment() {
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        AgentProcess child =
            App.on(Jdk.ours())
                .environment("OTEL_EXPORTER_OTLP_ENDPOINT", sink.url())
                .environment("OTEL_SERVICE_NAME", "by-environment")
                .environment("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
                .start(App.ONE_CALL, server.url() + "/success")) {
      child.awaitEnd();
      assertThat(sink.awaitSpan(span -> span.client()).resource())
          .containsEntry("service.name", "by-environment")
          .containsEntry("deployment.environment.name", "test");
    }
  }

  @Test
  void spansLeaveBeforeTheProcessEnds() {
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        AgentProcess child =
            App.on(Jdk.ours())
                .property("otel.exporter.otlp.endpoint", sink.url())
                .start(App.ONE_CALL, server.url() + "/success", "3")) {
      assertThat(child.awaitEnd().code()).isEqualTo(3);
      assertThat(sink.spans()).hasSize(1);
      assertThat(sink.metrics()).extracting("name").contains("http.client.request.duration");
    }
  }

  @Test
  void switchedOffItDoesNothing() {
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        AgentProcess child =
            App.on(Jdk.ours())
                .exportingTo(sink)
                .property("outrider.enabled", "false")
                .option("-Xlog:class+load:stdout")
                .start(App.ONE_CALL, server.url() + "/success")) {
      Ended ended = child.awaitEnd();
      assertThat(ended.code()).isZero();
      assertThat(ended.stderr()).isEmpty();
      assertThat(sink.requests()).isZero();
      assertThat(ended.stdout())
          .filteredOn(line -> line.contains(" io.outrider.") && !line.contains("smoke"))
          // The entry point and the loader that it would use.
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "javac|-version",
        "jcmd|-l",
        "keytool|-help",
        "jar|--version",
        "javap|-version",
        "jps|-q",
        "jlink|--version"
      })
  void toolsOfTheJdkAreLeftAlone(String tool, String argument) {
    Jdk jdk = Jdk.ours().withTool(tool);
    try (OtlpSink sink = new OtlpSink();
        AgentProcess child =
            AgentProcess.with(jdk)
                .environment(
                    "JAVA_TOOL_OPTIONS",
                    "-javaagent:"
                        + AgentJar.path()
                        + " -Dotel.exporter.otlp.endpoint="
                        + sink.url())
                .tool(tool, argument)) {
      Ended ended = child.awaitEnd();
      assertThat(ended.code()).isZero();
      assertThat(App.withoutPickedUp(ended.stderr()))
          .noneMatch(line -> line.contains("outrider") || line.contains("WARN"));
      assertThat(sink.requests()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "outrider.mode|sometimes|enforce",
        "outrider.log.level|loud|warn",
        "outrider.db.sanitize|perhaps|true",
        "outrider.export.flush-timeout|2|ms",
        "otel.bsp.schedule.delay|soon|",
        "otel.exporter.otlp.protocol|carrier-pigeon|http/protobuf",
        "otel.traces.sampler|dice|always_on",
        "outrider.rules.shop.circuit-breaker.failure-rate|lots|",
        "outrider.rules.shop.timeout.request|100|ms"
      })
  void aBadValueIsNamedAndTheApplicationRuns(String key, String value, String allowed) {
    try (TestServer server = new TestServer();
        AgentProcess child =
            App.on(Jdk.ours())
                .property("otel.traces.exporter", "none")
                .property("otel.metrics.exporter", "none")
                .property(key, value)
                .start(App.ONE_CALL, server.url() + "/success")) {
      Ended ended = child.awaitEnd();
      assertThat(ended.code()).isZero();
      assertThat(ended.stdout()).containsExactly("called");
      String printed = String.join("\n", ended.stderr());
      assertThat(printed).contains("[outrider]").contains(value);
      assertThat(printed).contains(key.substring(key.lastIndexOf('.') + 1));
      if (allowed != null) {
        assertThat(printed).contains(allowed);
      }
    }
  }

  @Test
  void anUnknownKeyGetsASuggestion() {
    try (TestServer server = new TestServer();
        AgentProcess child =
            App.on(Jdk.ours())
                .property("outrider.log.levle", "debug")
                .start(App.ONE_CALL, server.url() + "/success")) {
      Ended ended = child.awaitEnd();
      assertThat(ended.code()).isZero();
      assertThat(String.join("\n", ended.stderr()))
          .contains("outrider.log.levle")
          .contains("outrider.log.level");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"not: [closed", "\t- tab", "outrider: 12", "\u0000\u0001", "a: &a [*a]"})
  void anUnreadableFileIsNamedAndTheApplicationRuns(String yaml) throws IOException {
    Path file = folder.resolve("outrider.yaml");
    Files.writeString(file, yaml);
    assertRunsWithFile(file);
  }

  @Test
  void aMissingFileIsNamedAndTheApplicationRuns() {
    assertRunsWithFile(folder.resolve("nowhere.yaml"));
  }

  private static void assertRunsWithFile(Path file) {
    try (TestServer server = new TestServer();
        AgentProcess child =
            App.on(Jdk.ours())
                .property("otel.traces.exporter", "none")
                .property("otel.metrics.exporter", "none")
                .property("outrider.config", file)
                .start(App.ONE_CALL, server.url() + "/success")) {
      Ended ended = child.awaitEnd();
      assertThat(ended.code()).isZero();
      assertThat(ended.stdout()).containsExactly("called");
      assertThat(String.join("\n", ended.stderr())).contains(file.getFileName().toString());
    }
  }

  @Test
  void theFileIsReadAndPropertiesWin() throws IOException {
    Path file = folder.resolve("outrider.yaml");
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer()) {
      Files.writeString(
          file, "otel:\n  service.name: by-file\n  exporter.otlp.endpoint: " + sink.url() + "\n");
      try (AgentProcess child =
          App.on(Jdk.ours())
              .property("outrider.config", file)
              .start(App.ONE_CALL, server.url() + "/success")) {
        child.awaitEnd();
      }
      assertThat(sink.awaitSpan(span -> span.client()).resource())
          .containsEntry("service.name", "by-file");
      try (AgentProcess child =
          App.on(Jdk.ours())
              .property("outrider.config", file)
              .property("otel.service.name", "by-property")
              .start(App.ONE_CALL, server.url() + "/success")) {
        child.awaitEnd();
      }
      sink.awaitSpan(span -> "by-property".equals(span.resource().get("service.name")));
    }
  }

  @Test
  void anAgentJarInAFolderWithStrangeCharactersStarts() throws IOException {
    Path strange = Files.createDirectories(folder.resolve("a b+c%20d"));
    Path jar = Files.copy(AgentJar.path(), strange.resolve("out rider.jar"));
    try (AgentProcess child = App.on(Jdk.ours()).agent(jar).start(App.HELLO, "7")) {
      assertHello(child.awaitEnd(), 7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "help", "version", "instrumentations"})
  void theJarExplainsItself(String command) {
    List<String> arguments =
        command.isEmpty()
            ? List.of("-jar", AgentJar.path().toString())
            : List.of("-jar", AgentJar.path().toString(), command);
    try (AgentProcess child =
        AgentProcess.with(Jdk.ours()).tool("java", arguments.toArray(new String[0]))) {
      Ended ended = child.awaitEnd();
      assertThat(ended.code()).isZero();
      assertThat(ended.stderr()).isEmpty();
      assertThat(ended.stdout()).isNotEmpty();
      if (command.equals("instrumentations")) {
        assertThat(String.join("\n", ended.stdout())).contains("servlet").contains("jdbc");
      }
    }
  }

  @Test
  void twoAgentsAreOneTooManyAndTheApplicationRuns() {
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        AgentProcess child =
            App.on(Jdk.ours())
                .exportingTo(sink)
                .option("-javaagent:" + AgentJar.path())
                .start(App.ONE_CALL, server.url() + "/success?twice")) {
      assertThat(child.awaitEnd().code()).isZero();
      assertThat(sink.awaitSpans(1, span -> span.client())).hasSize(1);
      assertThat(server.awaitRequest("twice").header("traceparent")).isNotNull();
    }
  }

  @Test
  void theApplicationsLogManagerWins() {
    try (TestServer server = new TestServer();
        AgentProcess child =
            App.on(Jdk.ours())
                .property("java.util.logging.manager", "io.outrider.smoke.app.OwnLogManager")
                .start("io.outrider.smoke.app.OwnLogManager", server.url() + "/success")) {
      Ended ended = child.awaitEnd();
      assertThat(ended.stdout()).containsExactly("io.outrider.smoke.app.OwnLogManager");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void javaLangStaysClosedToTheApplication(int version) {
    try (TestServer server = new TestServer();
        AgentProcess child =
            App.on(Jdk.require(version))
                .start("io.outrider.smoke.app.PeepingTom", server.url() + "/success")) {
      assertThat(child.awaitEnd().stdout())
          .containsExactly(
              "java.lang open: false",
              "jdk.internal.misc open: false",
              "reflection: InaccessibleObjectException",
              "lookup: IllegalAccessException");
    }
  }

  @Test
  void aLibraryThatDoesNotFitIsWarnedOfOnceAndServes() {
    try (AgentProcess child =
        AgentProcess.with(Jdk.ours())
            .classPath(
                Libraries.join(Libraries.drivers(Jdk.ours()), List.of(Libraries.target("misfit"))))
            .start("io.outrider.smoke.app.MisfitMain")) {
      Ended ended = child.awaitEnd();
      assertThat(ended.code()).as(child.printed()).isZero();
      assertThat(ended.stdout()).containsExactly("served", "served", "served");
      assertThat(ended.stderr()).hasSize(1);
      assertThat(ended.stderr().get(0)).contains("[outrider]").contains("WARN").contains("servlet");
    }
  }

  private static void assertHello(Ended ended, int code) {
    assertThat(ended.stderr()).isEmpty();
    assertThat(ended.stdout()).containsExactly("Hello, world");
    assertThat(ended.code()).isEqualTo(code);
  }
}
