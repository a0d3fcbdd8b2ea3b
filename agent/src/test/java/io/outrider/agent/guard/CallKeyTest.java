// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", "header", "header:", "header:X Y", "header:X:Y", "Route", "jwt:sub"})
  void whatIsNoKeyIsNone(String text) {
    assertThat(CallKey.parse(text)).isNull();
  }

  @Test
  void aHeaderIsTheSameHoweverItIsWritten() {
    assertThat(CallKey.parse("header:X-Api-Key"))
        .isEqualTo(CallKey.parse("header:x-api-key"))
        .hasSameHashCodeAs(CallKey.parse("header:x-api-key"))
        .isNotEqualTo(CallKey.parse("header:x-api-key2"))
        .isNotEqualTo(CallKey.parse("route"))
        .hasToString("header:x-api-key");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.9, 10.0.0.9",
    "0:0:0:0:0:0:0:1, ::::",
    "::1, ::::",
    "[::1], ::::",
    "::, ::::",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:",
    "2001:0DB8:0001:0002::6, 2001:db8:1:2:",
    "[2001:db8:1::6], 2001:db8:1::",
    "2001:db8::2:3:4:5:6, 2001:db8::2:",
    "fe80::1%eth0, fe80::::",
    "fe80:0:0:0:0:0:0:1%2, fe80::::",
    "::ffff:10.0.0.9, 10.0.0.9",
    "[0:0:0:0:0:ffff:10.0.0.9], 10.0.0.9"
  })
  void aNetworkCountsAsOneCaller(String address, String block) {
    assertThat(AddressBlock.of(address)).isEqualTo(block);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", ":::", "[", "]:[", "%:", "a:b:c:d:e:f:g:h:i:j", "unix:/x"})
  void whatIsNoAddressIsSomeTextAllTheSame(String text) {
    assertThat(AddressBlock.of(text)).isNotNull();
    assertThat(AddressBlock.of(null)).isNull();
  }

  @Test
  void hashesTellKeysApartAndDifferBetweenProcesses() {
    KeyHash hash = new KeyHash();
    Set<Long> seen = new HashSet<>();
    StringBuilder zeros = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      seen.add(hash.of("key-" + i));
      seen.add(hash.of(zeros.append('\0').toString()));
    }
    assertThat(seen).hasSize(4_000).doesNotContain(Tokens.NO_KEY);
    assertThat(hash.of("key-1")).isEqualTo(hash.of("key-1"));
    assertThat(new KeyHash().of("key-1")).isNotEqualTo(hash.of("key-1"));
  }

  @Test
  void hashesOfSimilarKeysSpreadEvenly() {
    KeyHash hash = new KeyHash();
    int[] places = new int[64];
    for (int i = 0; i < 64_000; i++) {
      places[(int) (hash.of("10.0." + i / 256 + "." + i % 256) >>> 58)]++;
    }
    assertThat(IntStream.of(places).boxed()).allMatch(count -> count > 800 && count < 1_200);
  }

  @Test
  void ofALongKeyTheEndsAndTheLengthCount() {
    KeyHash hash = new KeyHash();
    String key = "a".repeat(100_000);
    assertThat(hash.of(key)).isNotEqualTo(hash.of(key + "a"));
    assertThat(hash.of(key + "b")).isNotEqualTo(hash.of(key + "c"));
    assertThat(hash.of("b" + key)).isNotEqualTo(hash.of("c" + key));
    assertThat(hash.of(key + "b" + key)).isEqualTo(hash.of(key + "c" + key));
  }
}
