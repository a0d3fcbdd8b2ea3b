// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @Test
  void aPropertyHasNoDashes() {
    assertThat(Names.property("X-B3-TraceId")).isEqualTo("X__dash__B3__dash__TraceId");
    assertThat(Names.property("traceparent")).isSameAs("traceparent");
  }

  @Test
  void aDestinationThatIsAUuidIsTemporary() {
    assertThat(Names.isRandom("6995156b-3187-44e2-8cd8-953711049818")).isTrue();
    assertThat(Names.isRandom("6995156B-3187-44E2-8CD8-953711049818")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "orders",
        "6995156b-3187-44e2-8cd8-95371104981",
        "6995156b-3187-44e2-8cd8-95371104981x",
        "6995156b+3187-44e2-8cd8-953711049818",
        "orders.eu-west-1.of-the-second-shops"
      })
  void otherNamesMeanSomething(String name) {
    assertThat(Names.isRandom(name)).isFalse();
  }

  @Test
  void noNameIsNotRandom() {
    assertThat(Names.isRandom(null)).isFalse();
  }

  @Test
  void aForeignProviderIsJms() {
    assertThat(Names.system(new Object())).isEqualTo("jms");
    assertThat(Names.system(null)).isEqualTo("jms");
  }
}
