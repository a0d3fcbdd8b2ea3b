// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import static io.outrider.agent.config.SamplingRules.Kind.CLIENT;
import static io.outrider.agent.config.SamplingRules.Kind.SERVER;
import static io.outrider.agent.config.SamplingRules.NO_RULE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingRulesTest {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void saysNothingWithoutRules() {
    SamplingRules rules = read();
    assertThat(rules.isEmpty()).isTrue();
    assertThat(rules.ratioFor(SERVER, "GET", "h", "/")).isEqualTo(NO_RULE);
    assertThat(rules.hasRouteRules()).isFalse();
  }

  @Test
  void asksAllConditionsOfARule() {
    rule(
        "a",
        "kind:server, method:get, method:head, host:*.shop, path:/health/**, path:/ready",
        "0.5");
    SamplingRules rules = read();
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.ratioFor(SERVER, "GET", "a.shop", "/health/live")).isEqualTo(0.5);
    assertThat(rules.ratioFor(SERVER, "HEAD", "a.shop", "/ready")).isEqualTo(0.5);
    assertThat(rules.ratioFor(CLIENT, "GET", "a.shop", "/ready")).isEqualTo(NO_RULE);
    assertThat(rules.ratioFor(SERVER, "PUT", "a.shop", "/ready")).isEqualTo(NO_RULE);
    assertThat(rules.ratioFor(SERVER, "GET", "b", "/ready")).isEqualTo(NO_RULE);
    assertThat(rules.ratioFor(SERVER, "GET", "a.shop", "/x")).isEqualTo(NO_RULE);
    assertThat(rules.ratioFor(SERVER, null, null, null)).isEqualTo(NO_RULE);
  }

  @Test
  void letsTheFirstRuleThatMatchesDecide(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("outrider.yaml");
    Files.writeString(
        file,
        """
        sampling:
          rules:
            probes: {match: {path: [/health/**, /ready]}, drop: true}
            all: {match: {kind: server, path: "/**"}, ratio: 0.1}
            after-all: {match: "path:/orders", ratio: 1}
        """);
    properties.put("outrider.config", file.toString());
    environment.put("OUTRIDER_SAMPLING_RULES_DEBUG_CALLS_MATCH", "path:/health/debug");
    environment.put("OUTRIDER_SAMPLING_RULES_DEBUG_CALLS_RATIO", "1");
    SamplingRules rules = read();
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.ratioFor(SERVER, "GET", "h", "/health")).isZero();
    assertThat(rules.ratioFor(SERVER, "GET", "h", "/health/debug")).isEqualTo(1);
    assertThat(rules.ratioFor(SERVER, "GET", "h", "/orders")).isEqualTo(0.1);
    assertThat(rules.ratioFor(CLIENT, "GET", "h", "/orders")).isEqualTo(1);
  }

  @Test
  void asksRulesWithARouteOnlyWhenItIsKnown() {
    rule("a", "route:/x/{id},method:GET", "0");
    SamplingRules rules = read();
    assertThat(rules.hasRouteRules()).isTrue();
    assertThat(rules.ratioFor(SERVER, "GET", "h", "/x/1")).isEqualTo(NO_RULE);
    assertThat(rules.ratioForRoute(SERVER, "GET", "h", "/x/1", "/x/{id}")).isZero();
    assertThat(rules.ratioForRoute(SERVER, "GET", "h", "/x/1", "/y")).isEqualTo(NO_RULE);
    assertThat(rules.ratioForRoute(SERVER, "GET", "h", "/x/1", null)).isEqualTo(NO_RULE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "pth:/x; write path",
        "path:; write it like path:/health/**",
        "/health; write it like path:/health/**",
        "kind:sideways; write kind:server or kind:client",
        "path:health; write /health",
        "path:*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; shorten it",
      })
  void leavesOutARuleItCannotReadAndSaysHowToMendIt(String match, String fix) {
    rule("bad", match, "0");
    rule("good", "path:/ok", "0");
    SamplingRules rules = read();
    assertThat(rules.problems()).hasSize(1);
    assertThat(rules.problems().get(0))
        .startsWith("The sampling rule bad (system property ")
        .contains(fix);
    assertThat(rules.ratioFor(SERVER, "GET", "h", "/ok")).isZero();
    assertThat(rules.ratioFor(SERVER, "GET", "h", "/other")).isEqualTo(NO_RULE);
  }

  @Test
  void leavesOutARuleThatSaysTooLittleOrTooMuch() {
    properties.put("outrider.sampling.rules.no-match.drop", "true");
    properties.put("outrider.sampling.rules.no-ratio.match", "path:/a");
    rule("both", "path:/b", "0.5");
    properties.put("outrider.sampling.rules.both.drop", "true");
    rule("too-much", "path:/c", "1.5");
    SamplingRules rules = read();
    assertThat(rules.isEmpty()).isTrue();
    assertThat(rules.problems()).hasSize(4);
    assertThat(Config.load(properties, environment).problems())
        .hasSize(1)
        .allMatch(text -> text.contains("too-much.ratio: \"1.5\""));
  }

  private void rule(String name, String match, String ratio) {
    properties.put("outrider.sampling.rules." + name + ".match", match);
    properties.put("outrider.sampling.rules." + name + ".ratio", ratio);
  }

  private SamplingRules read() {
    return SamplingRules.read(Config.load(properties, environment));
  }
}
