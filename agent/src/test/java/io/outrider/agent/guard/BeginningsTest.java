// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BeginningsTest {
  private static final String[] PIECES = {"/a", "/ab", "/b", "/*", "/**", "*", "**", "/", "c", ""};
  private static final String[] METHODS = {"GET", "POST"};

  private final Random random = new Random(3);

  private String of(String... pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  private Rule[] rules() {
    Map<String, Map<String, String>> named = new HashMap<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      String match = random.nextInt(5) == 0 ? "method:GET" : "path:" + '/' + of(PIECES);
      if (random.nextInt(4) == 0) {
        match += ",path:" + '/' + of(PIECES) + ",method:POST";
      }
      named.put("r" + i, Map.of("match", match, "timeout.request", "1s"));
    }
    GuardRules rules = GuardRules.parse(named, Map.of());
    assertThat(rules.problems()).isEmpty();
    return rules.rules().toArray(new Rule[0]);
  }

  @Test
  void noRuleIsLeftOutThatTheCallSatisfies() {
    for (int round = 0; round < 2_000; round++) {
      Rule[] rules = rules();
      Beginnings beginnings = Beginnings.of(rules);
      for (int i = 0; i < 20; i++) {
        String path = random.nextInt(20) == 0 ? null : of("/a", "/ab", "/b", "/c", "/", "c");
        String method = METHODS[random.nextInt(2)];
        long candidates = beginnings.candidates(path);
        for (int r = 0; r < rules.length; r++) {
          if (rules[r].match.acceptsCall(method, path, GuardedCall.UNKNOWN, null)) {
            assertThat(candidates & 1L << Math.min(r, Beginnings.REST))
                .as("%s of %s", path, rules[r].name)
                .isNotZero();
          }
        }
      }
    }
  }

  @Test
  void rulesWhoseBeginningThePathDoesNotHaveAreNotEvenLookedAt() {
    Map<String, Map<String, String>> named = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      named.put("r" + i, Map.of("match", "path:/other-" + i + "/**", "timeout.request", "1s"));
    }
    GuardRules rules = GuardRules.parse(named, Map.of());
    Beginnings beginnings = Beginnings.of(rules.rules().toArray(new Rule[0]));
    assertThat(beginnings.candidates("/orders/42")).isZero();
    assertThat(beginnings.candidates("/other")).isZero();
    assertThat(Long.bitCount(beginnings.candidates("/other-7/x"))).isOne();
    assertThat(Long.bitCount(beginnings.candidates("/other-7"))).isOne();
  }

  @Test
  void withoutRulesThereIsNothingToFind() {
    assertThat(Beginnings.of(new Rule[0]).candidates("/a")).isZero();
    assertThat(Beginnings.of(new Rule[0]).candidates(null)).isZero();
  }
}
