// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.Keys;
import io.outrider.agent.guard.CallKind;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.guard.GuardSet;
import io.outrider.agent.guard.GuardTelemetry;
import io.outrider.agent.guard.Guards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardConfigTest {
  private static GuardRules read(String... pairs) {
    return GuardConfig.read(Config.load(map(pairs), Collections.emptyMap()));
  }

  private static Map<String, String> map(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Test
  void whereNothingIsSaidTheAgentsOwnRuleIsInForce() {
    assertThat(read().isBuiltIn()).isTrue();
    assertThat(read("outrider.mode", "dry-run").isBuiltIn()).isTrue();
    assertThat(read("outrider.mode", "off")).isSameAs(GuardRules.NONE);
    assertThat(read("outrider.timeout.request", "1s").isBuiltIn()).isFalse();
    assertThat(read("outrider.rules.x.timeout.reqest", "1s").isBuiltIn())
        .as("somebody has meant to write a rule")
        .isFalse();
  }

  @Test
  void aNamedRuleIsRead() {
    GuardRules rules =
        read(
            "outrider.rules.my-shop.match",
            "client:http",
            "outrider.rules.my-shop.circuit-breaker.failure-rate",
            "20");
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.isEmpty()).isFalse();
  }

  @Test
  void theEnvironmentSaysTheSame() {
    GuardRules rules =
        GuardConfig.read(
            Config.load(
                Collections.emptyMap(),
                map(
                    "OUTRIDER_RULES_SHOP_CIRCUIT_BREAKER_FAILURE_RATE",
                    "20",
                    "OUTRIDER_TIMEOUT_REQUEST",
                    "2s")));
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.isEmpty()).isFalse();
  }

  @Test
  void keysWithoutANameAreARuleForAll() {
    GuardRules rules = read("outrider.timeout.request", "2s");
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.isEmpty()).isFalse();
  }

  @Test
  void aMistakeInAKeyWithoutANameIsSaid() {
    GuardRules rules = read("outrider.circuit-breaker.failur-rate", "20");
    assertThat(rules.isEmpty()).isTrue();
    assertThat(rules.problems())
        .singleElement()
        .asString()
        .contains("outrider.circuit-breaker.failur-rate")
        .contains("circuit-breaker.failure-rate");
  }

  @Test
  void aMistakeInTheEnvironmentIsSaid() {
    GuardRules rules =
        GuardConfig.read(Config.load(Collections.emptyMap(), map("OUTRIDER_TIMEOUT_REQEST", "2s")));
    assertThat(rules.problems()).singleElement().asString().contains("timeout.request");
  }

  @Test
  void aMistakeInANamedRuleIsSaid() {
    assertThat(read("outrider.rules.shop.timeout.reqest", "2s").problems())
        .singleElement()
        .asString()
        .contains("outrider.rules.shop.timeout.reqest");
  }

  @Test
  void aFileNamesCallersAndHeadersAsLists(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("outrider.yaml"),
            """
            rules:
              gold:
                match: {client: http, header: [X-Tenant=gold*, "X-Beta=*"]}
                timeout.request: 1s
              inside:
                match: {caller: [10.0.0.0/8, "2001:db8::/32"]}
                timeout.request: 1s
              wrong:
                match: {caller: 10.0.0.0/40}
                timeout.request: 1s
            """);
    assertThat(read("outrider.config", file.toString()).problems())
        .singleElement()
        .asString()
        .startsWith("Rule wrong is not used: outrider.rules.wrong.match=caller:10.0.0.0/40 (file ")
        .contains("outrider.yaml, line 9): allowed is an address or a block of addresses");
  }

  @Test
  void aMisspeltModeRefusesNothing() {
    Config config =
        Config.load(map("outrider.mode", "dryrun", "outrider.timeout.request", "2s"), map());
    assertThat(config.get(Keys.MODE)).isEqualTo("dry-run");
    assertThat(config.raw("outrider.mode")).isEqualTo("dry-run");
    assertThat(config.problems())
        .singleElement()
        .asString()
        .contains("outrider.mode: \"dryrun\"", "To be safe, dry-run is used.");
    Guards guards = new Guards(GuardConfig.read(config), GuardTelemetry.NONE, line -> {});
    GuardSet set = guards.forPeer(CallKind.HTTP_CLIENT, "h", 80, null, null).whole();
    assertThat(set.requestNanos()).as("what is in force").isZero();
  }
}
