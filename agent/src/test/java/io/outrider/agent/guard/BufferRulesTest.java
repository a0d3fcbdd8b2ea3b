// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.BufferLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules may say about buffers. */
class BufferRulesTest {
  private static GuardRules parse(String... keysAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return GuardRules.parse(Map.of("r", values), Map.of());
  }

  private static BufferLimits limits(String... keysAndValues) {
    GuardRules rules = parse(keysAndValues);
    assertThat(rules.problems()).isEmpty();
    GuardSettings read = rules.rules().get(0).settings(GuardKind.BUFFER, CallKind.PRODUCER);
    Guards guards = new Guards(rules, null, line -> {});
    return ((Buffer) read.create(new GuardPlace(guards, "r", Mode.ENFORCE, CallKind.PRODUCER, "p")))
        .limits();
  }

  @Test
  void readsEveryValue() {
    assertThat(
            limits(
                "buffer.max-messages", "7",
                "buffer.max-bytes", "1000",
                "buffer.when-full", "block",
                "buffer.max-wait", "20ms"))
        .isEqualTo(new BufferLimits(7, 1000, false, 20_000_000L));
    assertThat(limits("buffer.when-full", "drop-oldest"))
        .isEqualTo(new BufferLimits(10_000, 0, true, 0));
    assertThat(limits("buffer.max-messages", "10000"))
        .isEqualTo(new BufferLimits(10_000, 0, false, 0));
    assertThat(limits("buffer.when-full", "block"))
        .isEqualTo(new BufferLimits(10_000, 0, false, 1_000_000_000L));
  }

  @ParameterizedTest
  @CsvSource({
    "buffer.max-messages,0,a whole number from 1 to 1000000",
    "buffer.max-bytes,1MB,a whole number from 1",
    "buffer.when-full,drop,'drop-oldest, drop-newest or block'",
    "buffer.max-wait,1s,it needs buffer.when-full=block"
  })
  void saysWhatIsWrong(String key, String value, String expected) {
    assertThat(parse(key, value).problems()).hasSize(1);
    assertThat(parse(key, value).problems().get(0)).contains(key, expected);
  }

  @ParameterizedTest
  @CsvSource({"client:http", "client:jms", "server:kafka"})
  void isForNothingButKafkasProducers(String match) {
    assertThat(parse("match", match, "buffer.max-messages", "5").problems().get(0))
        .contains("match.client=kafka");
  }
}
