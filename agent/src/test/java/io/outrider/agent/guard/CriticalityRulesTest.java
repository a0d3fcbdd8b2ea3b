// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriticalityRulesTest {
  private static GuardRules rules(String... suffixesAndValues) {
    Map<String, String> rule = new HashMap<>();
    for (int i = 0; i < suffixesAndValues.length; i += 2) {
      rule.put(suffixesAndValues[i], suffixesAndValues[i + 1]);
    }
    return GuardRules.parse(Map.of("edge", rule), Map.of());
  }

  private static GuardSet set(String... suffixesAndValues) {
    GuardRules rules = rules(suffixesAndValues);
    assertThat(rules.problems()).isEmpty();
    return new Guards(rules, GuardTelemetry.NONE, line -> {})
        .forPeer(CallKind.HTTP_SERVER, null, 0, null, null)
        .whole();
  }

  private static String problem(String... suffixesAndValues) {
    GuardRules rules = rules(suffixesAndValues);
    assertThat(rules.isEmpty()).isTrue();
    return rules.problems().get(0);
  }

  private static GuardedCall withHeader(String value) {
    return new GuardedCall() {
      @Override
      public String header(String name) {
        return name.equals("X-Priority") ? value : null;
      }
    };
  }

  @Test
  void withoutARuleNobodySaysAnything() {
    assertThat(GuardSet.NONE.criticality()).isNull();
    assertThat(set("shed.cpu", "80").criticality()).isNull();
    assertThat(set("criticality.level", "sheddable", "mode", "off").criticality()).isNull();
  }

  @Test
  void isNotAskedInTheChain() {
    assertThat(set("criticality.level", "sheddable").admitsAll()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    ",,SHEDDABLE_PLUS",
    "critical-plus,,CRITICAL_PLUS",
    "' Critical ',,CRITICAL",
    "high,,SHEDDABLE_PLUS",
    "critical-plus,SHEDDABLE,SHEDDABLE",
    ",CRITICAL,CRITICAL"
  })
  void baggageWinsOverTheHeaderAndTheHeaderOverTheLevel(
      String header, Criticality sent, Criticality expected) {
    GuardSet set = set("criticality.level", "sheddable-plus", "criticality.header", "X-Priority");
    assertThat(set.criticality().level(withHeader(header), sent)).isEqualTo(expected);
    assertThat(set.criticalityInDryRun()).isFalse();
  }

  @Test
  void atAnEdgeThatBelievesNobodyBaggageDoesNotCount() {
    GuardSet set = set("criticality.from-baggage", "false", "mode", "dry-run");
    assertThat(set.criticality().level(withHeader("sheddable"), Criticality.CRITICAL_PLUS))
        .isEqualTo(Criticality.CRITICAL);
    assertThat(set.criticalityInDryRun()).isTrue();
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(problem("criticality.level", "high"))
        .contains("criticality.level=high", "sheddable-plus");
    assertThat(problem("criticality.header", "X Priority")).contains("name of a header");
    assertThat(problem("criticality.from-baggage", "no")).contains("true or false");
    assertThat(problem("criticality.level", "critical", "match", "client:jdbc"))
        .contains("requests coming in");
    assertThat(problem("shed.cpu", "0")).contains("above 0");
    assertThat(problem("shed.cpu", "101")).contains("to 100");
    assertThat(problem("shed.cool-off", "1")).contains("write 1ms or 1s");
    assertThat(problem("shed.cpu", "80", "match", "client:http")).contains("requests coming in");
  }

  @Test
  void settingsAreEqualWhenAllOfThemAre() {
    CriticalitySettings one = new CriticalitySettings(Criticality.SHEDDABLE, "X", true);
    assertThat(one)
        .isEqualTo(new CriticalitySettings(Criticality.SHEDDABLE, "X", true))
        .hasSameHashCodeAs(new CriticalitySettings(Criticality.SHEDDABLE, "X", true))
        .isNotEqualTo(new CriticalitySettings(Criticality.CRITICAL, "X", true))
        .isNotEqualTo(new CriticalitySettings(Criticality.SHEDDABLE, null, true))
        .isNotEqualTo(new CriticalitySettings(Criticality.SHEDDABLE, "X", false));
    assertThat(one.stateful()).isFalse();
  }
}
