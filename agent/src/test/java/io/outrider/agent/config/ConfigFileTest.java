// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class ConfigFileTest {
  @TempDir Path folder;

  @Test
  void flattensNestedAndDottedKeysOfOursAndOfOpenTelemetry() throws IOException {
    Config config =
        load(
            """
            # comment
            mode: dry-run
            log.level: debug
            outrider:
              db: {sanitize: false}
            outrider.export.flush-timeout: 1s
            exclude: {classes: [com.acme., org.acme.]}
            http:
              redact-query-parameters: []
              known-methods:
                - GET
                - "PURGE"
            otel:
              service.name: shop
              bsp: {schedule: {delay: 100}}
              resource:
                attributes: {team: "orders, returns", "cloud.region": north}
            otel.traces.sampler: always_off
            enabled:
            """);
    assertThat(config.problems()).isEmpty();
    assertThat(config.get(Keys.MODE)).isEqualTo("dry-run");
    assertThat(config.get(Keys.LOG_LEVEL)).isEqualTo("debug");
    assertThat(config.get(Keys.DB_SANITIZE)).isFalse();
    assertThat(config.get(Keys.FLUSH_TIMEOUT)).hasSeconds(1);
    assertThat(config.get(Keys.EXCLUDE_CLASSES)).containsExactly("com.acme.", "org.acme.");
    assertThat(config.get(Keys.REDACT_QUERY_PARAMETERS)).isEmpty();
    assertThat(config.get(Keys.KNOWN_METHODS)).containsExactly("GET", "PURGE");
    assertThat(config.get(OtelKeys.SERVICE_NAME)).isEqualTo("shop");
    assertThat(config.get(OtelKeys.BSP_SCHEDULE_DELAY)).hasMillis(100);
    assertThat(config.get(OtelKeys.RESOURCE_ATTRIBUTES))
        .containsEntry("team", "orders, returns")
        .containsEntry("cloud.region", "north");
    assertThat(config.get(OtelKeys.TRACES_SAMPLER)).isEqualTo("always_off");
    assertThat(config.get(Keys.ENABLED)).isTrue();
  }

  @Test
  void keepsScalarsAsTheyAreWritten() throws IOException {
    assertThat(load("mode: off\n").get(Keys.MODE)).isEqualTo("off");
    assertThat(load("otel: {service: {name: 1.10}}\n").get(OtelKeys.SERVICE_NAME))
        .isEqualTo("1.10");
  }

  @Test
  void namesTheLineOfABadValueAndOfAnUnknownKey() throws IOException {
    List<String> problems = load("mode: enforce\nlog:\n  level: loud\n  levle: x\n").problems();
    assertThat(problems).hasSize(2);
    assertThat(problems.get(0)).contains("outrider.log.level", "\"loud\"", "line 3)");
    assertThat(problems.get(1)).contains("line 4)", "Did you mean outrider.log.level?");
  }

  @Test
  void readsAnEmptyFileAndAByteOrderMark() throws IOException {
    assertThat(load("").problems()).isEmpty();
    assertThat(load("# nothing\n").problems()).isEmpty();
    assertThat(load("---\n").problems()).isEmpty();
    assertThat(load("\uFEFFmode: off\n").get(Keys.MODE)).isEqualTo("off");
  }

  @Test
  void saysWhichLineIsMalformedAndUsesNothingOfTheFile() throws IOException {
    Path file = folder.resolve("outrider.yaml");
    Files.writeString(file, "mode: off\nlog: {level: debug\nrules: x\n");
    Config config =
        Config.load(
            Map.of("outrider.config", file.toString()), Map.of("OUTRIDER_LOG_LEVEL", "info"));
    assertThat(config.get(Keys.MODE)).isEqualTo("enforce");
    assertThat(config.get(Keys.LOG_LEVEL)).isEqualTo("info");
    assertThat(config.problems()).hasSize(1);
    assertThat(config.problems().get(0))
        .startsWith("The configuration file " + file + " is not used: line 3: ")
        .endsWith("System properties and environment variables still apply.");
  }

  @Test
  void refusesWhatIsNoConfiguration() throws IOException {
    assertRefused("just text", "the top level must be keys");
    assertRefused("outrider: 12\n", "outrider must hold keys with values");
    assertRefused("otel: [a]\n", "otel must hold keys with values");
    assertRefused("- a\n- b\n", "the top level must be keys");
    assertRefused("mode: off\nmode: enforce\n", "line 2: outrider.mode is already set in line 1");
    assertRefused("mode: off\n---\nmode: off\n", "only one document");
    assertRefused("log: [{level: x}]\n", "the elements of a list must be text");
    assertRefused("? [a, b]\n: c\n", "a key must be plain text");
    assertRefused("mode: !!java.net.URL off\n", "tags");
    assertRefused("log: !!set {level}\n", "tags");
    assertRefused("otel: {resource: {attributes: {a: [b]}}}\n", "plain values");
    assertRefused("exclude: {classes: ['a,b']}\n", "comma");
    assertRefused("mode: \u0007\n", "");
    assertRefused("mode: \"off\n", "");
    assertRefused("\tmode: off\n", "line 1");
    assertRefused("%YAML 9.9\n---\nmode: off\n", "");
    assertRefused("a".repeat(300) + ": x\n", "longer than");
  }

  @Test
  void refusesABombOfAliases() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(10) + "]\n");
    }
    assertRefused(bomb.toString(), "line 2: aliases (*name) are not supported");
    assertRefused("a: &a {b: *a}\n", "aliases");
  }

  @Test
  void refusesWhatIsNestedTooDeep() throws IOException {
    assertRefused("{a: ".repeat(100_000), "nested deeper than 16");
    assertRefused("[".repeat(100_000), "top level");
    assertRefused("a: " + "[".repeat(100_000), "the elements of a list must be text");
    assertRefused("[".repeat(50_000) + "]".repeat(50_000) + ": x", "");
  }

  @Test
  void refusesAFileTooLargeOrWithTooManyKeys() throws IOException {
    assertRefused("# " + "x".repeat(1_000_000), "larger than 1 MB");
    StringBuilder keys = new StringBuilder("rules:\n");
    for (int i = 0; i < 10_001; i++) {
      keys.append("  k").append(i).append(": v\n");
    }
    assertRefused(keys.toString(), "more than 10000 keys");
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    Path file = folder.resolve("latin1.yaml");
    Files.write(file, "otel: {service.name: käse}\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(problemsWith(file)).hasSize(1).allMatch(text -> text.contains("not UTF-8"));
    Files.write(file, "mode: off\n".getBytes(StandardCharsets.UTF_16));
    assertThat(problemsWith(file)).hasSize(1).allMatch(text -> text.contains("not UTF-8"));
  }

  @Test
  void refusesADirectoryAMissingFileAndADevice() {
    assertThat(problemsWith(folder)).hasSize(1).allMatch(text -> text.contains("directory"));
    assertThat(problemsWith(folder.resolve("none.yaml")))
        .hasSize(1)
        .allMatch(text -> text.contains("there is no such file"));
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero));
    assertThat(problemsWith(zero)).hasSize(1).allMatch(text -> text.contains("regular file"));
  }

  @Test
  void refusesAFileItMayNotRead() throws IOException {
    Path file = folder.resolve("closed.yaml");
    Files.writeString(file, "mode: off\n");
    // A superuser reads everything: there a file stands in whose first byte gives an I/O error.
    if (!file.toFile().setReadable(false) || Files.isReadable(file)) {
      file = Path.of("/proc/self/mem");
      assumeTrue(Files.exists(file));
    }
    assertThat(problemsWith(file)).hasSize(1).allMatch(text -> text.contains("cannot be read"));
  }

  @Test
  void readsThroughTheSymbolicLinksOfAMountedConfigMap() throws IOException {
    Path data = Files.createDirectory(folder.resolve("..2026_01_01"));
    Files.writeString(data.resolve("outrider.yaml"), "mode: off\n");
    Files.createSymbolicLink(folder.resolve("..data"), data);
    Path link =
        Files.createSymbolicLink(
            folder.resolve("outrider.yaml"), folder.resolve("..data/outrider.yaml"));
    Config config = Config.load(Map.of("outrider.config", link.toString()), Map.of());
    assertThat(config.get(Keys.MODE)).isEqualTo("off");
  }

  private void assertRefused(String yaml, String reason) throws IOException {
    assertThat(load(yaml).problems())
        .hasSize(1)
        .allMatch(text -> text.contains("is not used: ") && text.contains(reason))
        .allMatch(text -> !text.contains("\n") && text.length() < 500);
  }

  private Config load(String yaml) throws IOException {
    Path file = folder.resolve("outrider.yaml");
    Files.writeString(file, yaml);
    return Config.load(Map.of("outrider.config", file.toString()), Map.of());
  }

  private static List<String> problemsWith(Path file) {
    return Config.load(Map.of("outrider.config", file.toString()), Map.of()).problems();
  }
}
