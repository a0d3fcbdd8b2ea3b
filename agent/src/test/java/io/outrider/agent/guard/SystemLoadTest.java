// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SystemLoadTest {
  private static final long MS = 1_000_000L;

  private double cpu;
  private double heap;
  private long now = Long.MAX_VALUE - 5;
  private final SystemLoad load = new SystemLoad(n -> cpu, n -> heap);

  private SystemLoad sample(int times) {
    for (int i = 0; i < times; i++) {
      load.sample(now += 250 * MS);
    }
    return load;
  }

  @Test
  void beginsAtNothingAndFollowsInAboutASecond() {
    assertThat(load.cpu()).isZero();
    cpu = 1;
    assertThat(sample(1).cpu()).as("there is nothing to measure a time against").isZero();
    assertThat(sample(4).cpu()).isEqualTo(1 - Math.exp(-1), within(1e-9));
    assertThat(sample(40).cpu()).isEqualTo(1, within(1e-3));
    cpu = 0;
    assertThat(sample(40).cpu()).isEqualTo(0, within(1e-3));
  }

  @Test
  void whatIsUnknownChangesNothing() {
    cpu = 0.5;
    heap = 0.7;
    sample(60);
    cpu = -1;
    heap = -1;
    assertThat(sample(10).cpu()).isEqualTo(0.5, within(1e-3));
    assertThat(load.heap()).isEqualTo(0.7);
  }

  @Test
  void neverShowsMoreThanAll() {
    cpu = 7;
    heap = 3;
    sample(100);
    assertThat(load.cpu()).isBetween(0.99, 1.0);
    assertThat(load.heap()).isEqualTo(1);
  }

  @Test
  void afterALongPauseTheNewValueIsWhatCounts() {
    cpu = 1;
    sample(40);
    cpu = 0.2;
    load.sample(now += 3_600_000 * MS);
    assertThat(load.cpu()).isEqualTo(0.2, within(1e-9));
  }

  @Test
  void aClockThatStandsStillOrGoesBackChangesNothing() {
    cpu = 1;
    sample(2);
    double before = load.cpu();
    load.sample(now);
    load.sample(now - 50 * MS);
    assertThat(load.cpu()).isEqualTo(before);
  }

  @Test
  void isMeasuredOnlyWhileARuleAsks() {
    assertThat(asks(Map.of("shed.cpu", "80"))).isTrue();
    assertThat(asks(Map.of("shed.cpu", "80", "mode", "dry-run"))).isTrue();
    assertThat(asks(Map.of("shed.cpu", "80", "mode", "off"))).isFalse();
    assertThat(asks(Map.of("degrade.when", "in-flight > 3, heap > 90%"))).isTrue();
    assertThat(asks(Map.of("degrade.when", "in-flight > 3"))).isFalse();
    assertThat(asks(Map.of("degrade.when", "always"))).isFalse();
    assertThat(asks(Map.of("timeout.request", "1s"))).isFalse();
  }

  @Test
  void saysOnceThatTheCpuCannotBeSeen() {
    cpu = -1;
    GuardRules rules = GuardRules.parse(Map.of("r", Map.of("shed.cpu", "80")), Map.of());
    List<String> lines = new ArrayList<>();
    Guards guards = new Guards(rules, lines::add, () -> now += 250 * MS, load);
    for (int i = 0; i < 100; i++) {
      guards.measureLoad();
    }
    assertThat(lines).singleElement().asString().contains("shed.cpu");
    cpu = 1;
    for (int i = 0; i < 40; i++) {
      guards.measureLoad();
    }
    assertThat(load.cpu()).isGreaterThan(0.9);
  }

  private boolean asks(Map<String, String> rule) {
    GuardRules rules = GuardRules.parse(Map.of("r", rule), Map.of());
    assertThat(rules.problems()).isEmpty();
    return new Guards(rules, line -> {}, () -> now += 250 * MS, load).measureLoad();
  }
}
