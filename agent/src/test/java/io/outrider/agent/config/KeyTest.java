// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
  private static final Key<Duration> OURS = Key.duration("outrider.x", null, "");
  private static final Key<Duration> OTELS = Key.duration("otel.x", null, "");

  @Test
  void allDefaultsAreValidAndAllKeysAreDescribed() throws BadValue {
    for (Key<?> key : all()) {
      assertThat(key.text()).as(key.name()).isNotBlank().endsWith(".");
      assertThat(key.describeType()).as(key.name()).isNotBlank();
      if (key.defaultText() != null) {
        assertThat((Object) key.parse(key.defaultText())).as(key.name()).isNotNull();
      }
    }
  }

  @Test
  void noTwoKeysShareASpelling() {
    Set<String> spellings = new HashSet<>();
    for (Key<?> key : all()) {
      assertThat(spellings.add(Names.environment(key.name()))).as(key.name()).isTrue();
      for (String alias : key.aliases()) {
        assertThat(spellings.add(Names.environment(alias))).as(alias).isTrue();
      }
    }
  }

  @Test
  void everyKeyIsFoundByItsName() {
    for (Key<?> key : all()) {
      String name = key.name().replace("NAME", "some-name");
      assertThat((Object) KeyTable.find(Names.canonical(name))).isSameAs(key);
    }
  }

  @Test
  void everyPublicKeyIsListed() throws IllegalAccessException {
    List<Key<?>> all = all();
    for (Class<?> holder : List.of(Keys.class, OtelKeys.class)) {
      for (var field : holder.getFields()) {
        assertThat(all).contains((Key<?>) field.get(null));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0ns,0", "7us,7000", "500ms,500000000", "2s,2000000000", "10 s,10000000000"})
  void readsADurationWithAUnit(String text, long nanos) throws BadValue {
    assertThat(OURS.parse(text)).isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @CsvSource({"1m,60", "1h,3600", "1d,86400"})
  void readsLongDurations(String text, long seconds) throws BadValue {
    assertThat(OURS.parse(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100",
        "-1s",
        "1.5s",
        "s",
        "1 fortnight",
        "1S",
        "99999999999999999999s",
        "9223372036854775807s",
        "٣s",
        "1s2s",
        "0x1s"
      })
  void refusesWhatIsNoDurationOfOurs(String text) {
    assertBad(OURS, text);
  }

  @Test
  void readsABareNumberAsMillisecondsOnlyForOpenTelemetry() throws BadValue {
    assertThat(OTELS.parse("250")).isEqualTo(Duration.ofMillis(250));
    assertBad(OTELS, "x");
    assertBad(OTELS, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "tru", "", "true false", "on"})
  void refusesWhatIsNoBoolean(String text) {
    assertBad(Keys.ENABLED, text);
  }

  @Test
  void readsBooleansInAnyCase() throws BadValue {
    assertThat(Keys.ENABLED.parse(" TRUE ")).isTrue();
    assertThat(Keys.ENABLED.parse("False")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1e3", "2048.0", "99999999999", "many", "1000001", "2k"})
  void refusesWhatIsNoIntegerInItsBounds(String text) {
    assertBad(OtelKeys.BSP_MAX_QUEUE_SIZE, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.1", "NaN", "Infinity", "half", "50%", "0,5"})
  void refusesWhatIsNoNumberInItsBounds(String text) {
    assertBad(OtelKeys.TRACES_SAMPLER_ARG, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jaeger_remote", "always on", "true"})
  void refusesWhatIsNoChoice(String text) {
    assertBad(OtelKeys.TRACES_SAMPLER, text);
  }

  @Test
  void proposesTheNearestChoice() {
    assertThatThrownBy(() -> OtelKeys.TRACES_SAMPLER.parse("traceidratoi"))
        .isInstanceOfSatisfying(
            BadValue.class, bad -> assertThat(bad.fix).isEqualTo("write traceidratio"));
  }

  @Test
  void refusesAnUnknownElementOfAList() {
    assertBad(OtelKeys.PROPAGATORS, "tracecontext,jaeger");
    assertBad(Keys.EXCLUDE_CLASSES, "a,".repeat(1001));
  }

  @ParameterizedTest
  @ValueSource(strings = {"novalue", "=v", "a=1,b", "a=1;b=2,c"})
  void refusesWhatIsNoListOfPairs(String text) {
    assertBad(OtelKeys.RESOURCE_ATTRIBUTES, text);
  }

  @Test
  void readsPairsWithEqualsSignsAndEmptyValues() throws BadValue {
    assertThat(OtelKeys.RESOURCE_ATTRIBUTES.parse("a=b=c,,d=, e = f ,bad=%zz%2"))
        .containsEntry("a", "b=c")
        .containsEntry("d", "")
        .containsEntry("e", "f")
        .containsEntry("bad", "%zz%2")
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4318", "http://", "grpc://x", "http://a b", "collector"})
  void refusesWhatIsNoUrl(String text) {
    assertBad(OtelKeys.OTLP_ENDPOINT, text);
  }

  @Test
  void refusesAPathNoFileCanHave() {
    assertBad(Keys.LOG_FILE, "a\0b");
  }

  private static void assertBad(Key<?> key, String text) {
    assertThatThrownBy(() -> key.parse(text)).isInstanceOf(BadValue.class);
  }

  private static List<Key<?>> all() {
    List<Key<?>> all = new ArrayList<>(List.of(Keys.all()));
    all.addAll(List.of(OtelKeys.all()));
    return all;
  }
}
