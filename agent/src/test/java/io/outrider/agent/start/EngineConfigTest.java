// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.agent.config.Config;
import io.outrider.agent.engine.EngineSettings;
import io.outrider.agent.guard.RuleSuffix;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineConfigTest {
  private static EngineSettings read(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return EngineConfig.of(Config.load(map, Collections.emptyMap()));
  }

  @Test
  void theDefaultsAreThoseOfTheReference() {
    EngineSettings settings = read();
    assertThat(settings.propagators).containsExactly("tracecontext", "baggage");
    assertThat(settings.knownMethods).contains("GET", "PATCH").hasSize(9);
    assertThat(settings.redactedParameters).contains("X-Amz-Signature");
    assertThat(settings.propagationExcludedHosts).isEmpty();
    assertThat(settings.sanitizeSql).isTrue();
    assertThat(settings.connectionSpans).isFalse();
    assertThat(settings.guards.isBuiltIn()).isTrue();
    assertThat(settings.sampling.isEmpty()).isTrue();
  }

  @Test
  void theIdsInLogsAreCalledAsIsSaid() {
    assertThat(read().logFields).containsExactly("trace_id", "span_id", "trace_flags");
    assertThat(read("outrider.logs.names", "ecs").logFields).containsExactly("trace.id", "span.id");
    assertThat(read("outrider.logs.correlation", "false").logFields).isNull();
  }

  @Test
  void hostsArePatterns() {
    EngineSettings settings = read("outrider.propagation.exclude", "**.example.com,a.b");
    assertThat(settings.propagationExcludedHosts).hasSize(2);
    assertThat(settings.propagationExcludedHosts.get(0).matches("api.EXAMPLE.com")).isTrue();
    assertThat(settings.propagationExcludedHosts.get(1).matches("x.a.b")).isFalse();
  }

  @Test
  void aPatternThatIsTooLongIsLeftOut() {
    EngineSettings settings = read("outrider.propagation.exclude", "*" + "x".repeat(100) + ",a.b");
    assertThat(settings.propagationExcludedHosts).hasSize(1);
  }

  @Test
  void whateverARuleCanSayIsSeenBeforeMain() {
    assertThat(EngineConfig.hasRules(config("outrider.log.level", "warn"))).isFalse();
    assertThat(EngineConfig.hasRules(config("outrider.sampling.rules.a.drop", "true"))).isTrue();
    for (RuleSuffix suffix : RuleSuffix.all()) {
      String name = suffix.name();
      assertThat(EngineConfig.hasRules(config("outrider.rules.a." + name, "x"))).as(name).isTrue();
      if (RuleSuffix.isShorthand(name) && name.indexOf('.') > 0) {
        assertThat(EngineConfig.hasRules(config("outrider." + name, "x"))).as(name).isTrue();
      }
    }
  }

  private static Config config(String key, String value) {
    return Config.load(Collections.singletonMap(key, value), Collections.emptyMap());
  }
}
