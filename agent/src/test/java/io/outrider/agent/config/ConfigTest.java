// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.guard.RuleSuffix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void usesDefaultsWhenNothingIsSaid() {
    Config config = load();
    assertThat(config.problems()).isEmpty();
    assertThat(config.get(Keys.ENABLED)).isTrue();
    assertThat(config.get(Keys.FLUSH_TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.get(Keys.CONFIG)).isNull();
    assertThat(config.get(Keys.REDACT_QUERY_PARAMETERS)).contains("sig", "X-Amz-Security-Token");
    assertThat(config.source(Keys.ENABLED)).isEqualTo("default");
    assertThat(config.raw("otel.bsp.schedule.delay")).isEqualTo("5s");
    assertThat(config.raw("otel.service.name")).isNull();
    assertThat(config.raw("otel.whatever")).isNull();
  }

  @Test
  void putsPropertiesOverTheEnvironmentOverTheFile(@TempDir Path folder) throws IOException {
    file(folder, "log: {level: info}\nmode: off\nexport: {flush-timeout: 3s}\n");
    environment.put("OUTRIDER_MODE", "dry-run");
    environment.put("OUTRIDER_EXPORT_FLUSH_TIMEOUT", "4s");
    properties.put("outrider.export.flush-timeout", "5s");
    Config config = load();
    assertThat(config.problems()).isEmpty();
    assertThat(config.get(Keys.LOG_LEVEL)).isEqualTo("info");
    assertThat(config.get(Keys.MODE)).isEqualTo("dry-run");
    assertThat(config.get(Keys.FLUSH_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.source(Keys.LOG_LEVEL)).startsWith("file ").endsWith(", line 1");
    assertThat(config.source(Keys.MODE)).isEqualTo("environment variable OUTRIDER_MODE");
    assertThat(config.source(Keys.FLUSH_TIMEOUT))
        .isEqualTo("system property outrider.export.flush-timeout");
  }

  @Test
  void findsTheFileThroughTheEnvironmentToo(@TempDir Path folder) throws IOException {
    file(folder, "mode: off\n");
    environment.put("OUTRIDER_CONFIG", properties.remove("outrider.config"));
    assertThat(load().get(Keys.MODE)).isEqualTo("off");
  }

  @Test
  void takesAnEmptyValueAsNone() {
    properties.put("outrider.mode", "  ");
    environment.put("OUTRIDER_MODE", "off");
    environment.put("OTEL_BSP_SCHEDULE_DELAY", "");
    Config config = load();
    assertThat(config.problems()).isEmpty();
    assertThat(config.get(Keys.MODE)).isEqualTo("off");
    assertThat(config.get(OtelKeys.BSP_SCHEDULE_DELAY)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void readsOpenTelemetrysNamesWithTheirMeaning() {
    environment.put("OTEL_BSP_SCHEDULE_DELAY", "1500");
    environment.put("OTEL_TRACES_SAMPLER", "ALWAYS_OFF");
    environment.put("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%2Cb%3D, x=1+1");
    environment.put("OTEL_RESOURCE_ATTRIBUTES", "team=orders,where=r%C3%A4um");
    environment.put("OTEL_PROPAGATORS", "B3, tracecontext,");
    environment.put("OTEL_SOMETHING_NEW", "kept");
    Config config = load();
    assertThat(config.problems()).isEmpty();
    assertThat(config.get(OtelKeys.BSP_SCHEDULE_DELAY)).isEqualTo(Duration.ofMillis(1500));
    assertThat(config.get(OtelKeys.TRACES_SAMPLER)).isEqualTo("always_off");
    assertThat(config.raw("otel.traces.sampler")).isEqualTo("always_off");
    assertThat(config.get(OtelKeys.OTLP_HEADERS))
        .containsEntry("api-key", "a,b=")
        .containsEntry("x", "1+1");
    assertThat(config.raw("otel.exporter.otlp.headers")).isEqualTo("api-key=a%2Cb%3D, x=1+1");
    assertThat(config.get(OtelKeys.RESOURCE_ATTRIBUTES)).containsEntry("where", "räum");
    assertThat(config.get(OtelKeys.PROPAGATORS)).containsExactly("b3", "tracecontext");
    assertThat(config.raw("otel.propagators")).isEqualTo("b3,tracecontext");
    assertThat(config.raw("otel.something.new")).isEqualTo("kept");
  }

  @Test
  void readsAnAliasUnlessTheKeyItselfIsSetInTheSameSource() {
    environment.put("OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS", "GET,PURGE");
    properties.put("otel.instrumentation.http.client.capture-request-headers", "a");
    environment.put("OUTRIDER_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS", "b");
    environment.put("OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS", "c");
    environment.put("OUTRIDER_HTTP_SERVER_CAPTURE_REQUEST_HEADERS", "d");
    Config config = load();
    assertThat(config.problems()).isEmpty();
    assertThat(config.get(Keys.KNOWN_METHODS)).containsExactly("GET", "PURGE");
    assertThat(config.get(Keys.CLIENT_REQUEST_HEADERS)).containsExactly("a");
    assertThat(config.get(Keys.SERVER_REQUEST_HEADERS)).containsExactly("d");
  }

  @Test
  void emptiesAListByNone() {
    properties.put("outrider.http.redact-query-parameters", "none");
    assertThat(load().get(Keys.REDACT_QUERY_PARAMETERS)).isEmpty();
  }

  @Test
  void namesKeyValueSourceAndFixOfABadValueAndUsesTheDefault() {
    environment.put("OUTRIDER_EXPORT_FLUSH_TIMEOUT", "100");
    Config config = load();
    assertThat(config.get(Keys.FLUSH_TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.source(Keys.FLUSH_TIMEOUT)).isEqualTo("default");
    assertThat(config.problems())
        .containsExactly(
            "Bad value for outrider.export.flush-timeout: \"100\" (environment variable"
                + " OUTRIDER_EXPORT_FLUSH_TIMEOUT). Allowed: a whole number with a unit (ns, us,"
                + " ms, s, m, h, d). Fix: add a unit: 100ms or 100s. The default 2s is used.");
  }

  @Test
  void givesTheDefaultAsTheRawTextOfABadValue() {
    environment.put("OTEL_TRACES_SAMPLER", "jaeger_remote");
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318");
    Config config = load();
    assertThat(config.raw("otel.traces.sampler")).isEqualTo("parentbased_always_on");
    assertThat(config.raw("otel.exporter.otlp.endpoint")).isEqualTo("http://localhost:4318");
    assertThat(config.problems()).hasSize(2).anyMatch(text -> text.contains("put http://"));
  }

  @Test
  void doesNotComplainOfABadValueThatIsOverridden() {
    environment.put("OUTRIDER_MODE", "sometimes");
    properties.put("outrider.mode", "off");
    assertThat(load().problems()).isEmpty();
  }

  @Test
  void neverPrintsASecret() {
    environment.put("OTEL_EXPORTER_OTLP_HEADERS", "hunter2");
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://joe:hunter2@collector");
    Config config = load();
    assertThat(config.problems()).hasSize(2).noneMatch(text -> text.contains("hunter2"));
    assertThat(config.problems()).anyMatch(text -> text.contains("(hidden)"));
  }

  @Test
  void warnsOnceOfAnUnknownKeyAndGuessesWhatWasMeant() {
    properties.put("outrider.log.levle", "debug");
    environment.put("OUTRIDER_LOG_LEVLE", "debug");
    environment.put("OUTRIDER_DB_SANITISE", "true");
    properties.put("outrider.instrumentation.okhttp.enable", "false");
    properties.put("outrider.xyzzy", "1");
    properties.put("otel.javaagent.enabled", "false");
    assertThat(load().problems())
        .containsExactlyInAnyOrder(
            "Unknown key outrider.log.levle (system property outrider.log.levle): it is ignored."
                + " Did you mean outrider.log.level?",
            "Unknown key OUTRIDER_DB_SANITISE (environment variable OUTRIDER_DB_SANITISE): it is"
                + " ignored. Did you mean OUTRIDER_DB_SANITIZE?",
            "Unknown key outrider.instrumentation.okhttp.enable (system property"
                + " outrider.instrumentation.okhttp.enable): it is ignored. Did you mean"
                + " outrider.instrumentation.okhttp.enabled?",
            "Unknown key outrider.xyzzy (system property outrider.xyzzy): it is ignored. `java"
                + " -jar outrider.jar config` lists all keys.");
  }

  @Test
  void knowsWhatKubernetesPutsIntoTheEnvironmentForAServiceOfThatName() {
    environment.put("OUTRIDER_SERVICE_HOST", "10.0.0.1");
    environment.put("OUTRIDER_CONSOLE_SERVICE_PORT_HTTP", "80");
    environment.put("OUTRIDER_PORT", "tcp://10.0.0.1:80");
    environment.put("OUTRIDER_PORT_80_TCP_ADDR", "10.0.0.1");
    assertThat(load().problems()).isEmpty();
  }

  @Test
  void switchesLibrariesOneByOneOrAll() {
    properties.put("outrider.instrumentation.spring-mvc.enabled", "false");
    environment.put("OUTRIDER_INSTRUMENTATION_JDBC_ENABLED", "false");
    Config config = load();
    assertThat(config.problems()).isEmpty();
    assertThat(config.instrumentationEnabled("spring-mvc")).isFalse();
    assertThat(config.instrumentationEnabled("jdbc")).isFalse();
    assertThat(config.instrumentationEnabled("servlet")).isTrue();

    properties.put("outrider.instrumentation.default-enabled", "false");
    environment.put("OUTRIDER_INSTRUMENTATION_JDBC_ENABLED", "true");
    config = load();
    assertThat(config.instrumentationEnabled("jdbc")).isTrue();
    assertThat(config.instrumentationEnabled("servlet")).isFalse();
  }

  @Test
  void namesLibrariesThatDoNotExist() {
    environment.put("OUTRIDER_INSTRUMENTATION_JDK_HTTP_CLINT_ENABLED", "false");
    properties.put("outrider.instrumentation.jdbc.enabled", "no");
    Config config = load();
    assertThat(config.unknownInstrumentations("jdbc", "jdk-http-client"))
        .containsExactly(
            "outrider.instrumentation.jdk-http-clint.enabled is set, but no library is called"
                + " jdk-http-clint. Did you mean jdk-http-client?");
    assertThat(config.problems()).hasSize(1).allMatch(text -> text.contains("write false"));
    assertThat(config.instrumentationEnabled("jdbc")).isTrue();
  }

  @Test
  void handsASectionThroughWithTheFilesOrderAndThePrecedenceOfSources(@TempDir Path folder)
      throws IOException {
    file(
        folder,
        """
        rules:
          orders-db:
            match: {client: jdbc, pool: orders}
            timeout: {query: 3s}
          inventory:
            match: {client: http, host: ["inventory.*", stock]}
            timeout: {connect: 300ms, request: 2s}
            circuit-breaker: {failure-rate: 50}
        """);
    environment.put("OUTRIDER_RULES_INVENTORY_TIMEOUT_REQUEST", "1s");
    environment.put("OUTRIDER_RULES_ORDERS_DB_TIMEOUT_QUERY", "4s");
    environment.put("OUTRIDER_RULES_ORDERS_DB_TIMOUT_QUERY", "5s");
    environment.put("OUTRIDER_RULES_INVENTORY_CIRCUIT_BREAKER_FAILURE_RATE", "60");
    environment.put("OUTRIDER_RULES_NEW_ONE_MATCH", "client:http");
    properties.put("outrider.rules.inventory.timeout.request", "500ms");
    properties.put("outrider.rules.a.typo", "x");
    Config config = load();
    assertThat(config.problems()).isEmpty();
    Map<String, String> section =
        config.section(
            "outrider.rules",
            "match",
            "timeout.connect",
            "timeout.request",
            "timeout.query",
            "circuit-breaker.failure-rate");
    assertThat(section)
        .containsExactly(
            Map.entry("a.typo", "x"),
            Map.entry("new-one.match", "client:http"),
            Map.entry("orders-db.match", "client:jdbc,pool:orders"),
            Map.entry("orders-db.timeout.query", "4s"),
            Map.entry("orders-db.timout.query", "5s"),
            Map.entry("inventory.match", "client:http,host:inventory.*,host:stock"),
            Map.entry("inventory.timeout.connect", "300ms"),
            Map.entry("inventory.timeout.request", "500ms"),
            Map.entry("inventory.circuit-breaker.failure-rate", "60"));
    assertThat(config.source("outrider.rules.inventory.timeout.request"))
        .isEqualTo("system property outrider.rules.inventory.timeout.request");
    assertThat(config.source("outrider.rules.new-one.match"))
        .isEqualTo("environment variable OUTRIDER_RULES_NEW_ONE_MATCH");
    assertThat(config.source("outrider.rules.none.match")).isNull();
  }

  @Test
  void handsRulesOverAsTheGuardsReadThem(@TempDir Path folder) throws IOException {
    file(
        folder,
        """
        rules:
          inventory:
            match: {client: http, host: ["inventory.*", stock], method: GET}
            timeout: {connect: 300ms, request: 2s}
            circuit-breaker: {failure-rate: 50, failure-status: [500-599, 429]}
          orders-db:
            match: {client: jdbc, pool: orders}
            timeout: {query: 3s}
        """);
    environment.put("OUTRIDER_RULES_ORDERS_DB_TIMEOUT_QUERY", "4s");
    String[] suffixes =
        RuleSuffix.all().stream().map(RuleSuffix::name).toArray(length -> new String[length]);
    GuardRules rules =
        GuardRules.parse(load().sections("outrider.rules", suffixes), Map.of("mode", "dry-run"));
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.isEmpty()).isFalse();
  }

  @Test
  void leavesTheRuleForEveryCallToTheGuards() {
    properties.put("outrider.timeout.request", "2s");
    environment.put("OUTRIDER_CIRCUIT_BREAKER_FAILURE_RATE", "60");
    properties.put("outrider.timeout.reqest", "2s");
    properties.put("outrider.match.host", "x");
    Config config = load();
    assertThat(config.problems()).hasSize(1).allMatch(text -> text.contains("match.host"));
    assertThat(config.raw("outrider.timeout.request")).isEqualTo("2s");
    assertThat(config.raw("outrider.circuit-breaker.failure-rate")).isEqualTo("60");
  }

  @Test
  void readsAWildcardKeyForOneName() {
    properties.put("outrider.sampling.rules.health.ratio", "0.5");
    Config config = load();
    assertThat(config.get(Keys.SAMPLING_RATIO, "health")).isEqualTo(0.5);
    assertThat(config.get(Keys.SAMPLING_RATIO, "other")).isNull();
  }

  @Test
  void boundsTheNumberOfMessages() {
    for (int i = 0; i < 1000; i++) {
      properties.put("outrider.unknown" + i, "1");
    }
    assertThat(load().problems()).hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void readsThisProcessDefensively() {
    System.getProperties().put("outrider.not-text", 42);
    try {
      assertThat(Config.load().get(Keys.MODE)).isEqualTo("enforce");
    } finally {
      System.getProperties().remove("outrider.not-text");
    }
  }

  private Config load() {
    return Config.load(properties, environment);
  }

  private void file(Path folder, String yaml) throws IOException {
    Path file = folder.resolve("outrider.yaml");
    Files.writeString(file, yaml);
    properties.put("outrider.config", file.toString());
  }
}
