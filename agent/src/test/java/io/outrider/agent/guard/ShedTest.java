// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShedTest {
  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;

  private double cpu;
  private double heap;
  private long now = -5;
  private long measured;
  private final SystemLoad load = new SystemLoad(n -> cpu, n -> heap);

  {
    load.sample(measured);
  }

  private Shed shed = shed(8_000, 0);

  private Shed shed(int cpuPart, int heapPart) {
    return new Shed("r", "p", new ShedSettings(cpuPart, heapPart, SECOND), load, now);
  }

  static GuardedCall call(Criticality level) {
    return new GuardedCall() {
      @Override
      public Criticality criticality() {
        return level;
      }
    };
  }

  private Admission ask(Criticality level) {
    return shed.acquire(call(level), now);
  }

  private boolean refuses(Criticality level) {
    Permit permit = ask(level).permit();
    if (permit != null) {
      permit.end(Outcome.UNUSED, now, now);
    }
    return permit == null;
  }

  private void cpu(double value) {
    cpu = value;
    settle();
  }

  private void heap(double value) {
    heap = value;
    settle();
  }

  /** As if the load had been like this for an hour. */
  private void settle() {
    load.sample(measured += 3_600 * SECOND);
  }

  /** A second in which so many requests took so long; Little's law gives their product. */
  private void serve(int passes, long millis) {
    double busy = cpu;
    cpu(0);
    for (int i = 0; i < passes; i++) {
      ask(Criticality.CRITICAL).permit().end(Outcome.SUCCESS, now - millis * MS, now);
    }
    now += SECOND;
    cpu(busy);
  }

  private List<Permit> hold(int requests) {
    double busy = cpu;
    double live = heap;
    cpu(0);
    heap(0);
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      permits.add(ask(Criticality.CRITICAL).permit());
    }
    cpu(busy);
    heap(live);
    return permits;
  }

  @Test
  void asLongAsThereIsCpuNothingIsShedHoweverManyAreUnderWay() {
    serve(100, 40);
    hold(10_000);
    cpu(0.8);
    for (Criticality level : Criticality.values()) {
      assertThat(refuses(level)).as(level.text()).isFalse();
    }
  }

  @Test
  void asLongAsNothingIsKnownNothingIsShed() {
    cpu(1);
    hold(1_000);
    assertThat(refuses(Criticality.SHEDDABLE)).isFalse();
  }

  @Test
  void whenBusyWhatMattersLeastIsShedFirst() {
    serve(100, 40); // 4 under way
    cpu(0.81);
    hold(1);
    assertThat(refuses(Criticality.SHEDDABLE)).isFalse();
    hold(1);
    assertThat(refuses(Criticality.SHEDDABLE)).isTrue();
    assertThat(refuses(Criticality.SHEDDABLE_PLUS)).isFalse();
    hold(1);
    assertThat(refuses(Criticality.SHEDDABLE_PLUS)).isTrue();
    assertThat(refuses(Criticality.CRITICAL)).isFalse();
    hold(1);
    assertThat(refuses(Criticality.CRITICAL)).isTrue();
    assertThat(ask(Criticality.CRITICAL_PLUS).permit()).isNotNull();
    assertThat(refuses(Criticality.CRITICAL_PLUS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.4, 1, 1.4, 2, 7.5, 1_000, 1e12})
  void whatMattersMoreIsNeverAllowedLess(double limit) {
    int before = Integer.MAX_VALUE;
    for (Criticality level : Criticality.values()) {
      int allowed = Shed.allowed(limit, level);
      assertThat(allowed).as(level.text()).isBetween(0, before);
      before = allowed;
    }
    assertThat(Shed.allowed(limit, Criticality.CRITICAL)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"1, 0.0001, false", "1, 0.0002, true", "10000, 1, false", "9999, 1, true"})
  void theThresholdItselfIsNotAboveIt(int hundredths, double part, boolean sheds) {
    shed = shed(hundredths, 0);
    serve(1, 1);
    cpu(part);
    hold(5);
    assertThat(refuses(Criticality.CRITICAL)).isEqualTo(sheds);
  }

  @Test
  void aFullHeapShedsLikewise() {
    shed = shed(10_000, 9_000);
    serve(100, 40);
    hold(4);
    heap(0.9);
    assertThat(refuses(Criticality.CRITICAL)).isFalse();
    heap(0.901);
    assertThat(refuses(Criticality.CRITICAL)).isTrue();
  }

  @Test
  void withoutAThresholdForItTheHeapDoesNotMatter() {
    serve(100, 40);
    hold(4);
    heap(1);
    assertThat(refuses(Criticality.SHEDDABLE)).isFalse();
  }

  @Test
  void onceBegunSheddingGoesOnForTheCoolOff() {
    serve(100, 40);
    cpu(0.95);
    hold(4);
    assertThat(refuses(Criticality.CRITICAL)).isTrue();
    cpu(0.1);
    now += SECOND - 1;
    assertThat(refuses(Criticality.CRITICAL)).isTrue();
    now += 1;
    assertThat(refuses(Criticality.CRITICAL)).isFalse();
    now -= 1;
    assertThat(refuses(Criticality.CRITICAL)).as("a thread that is late").isFalse();
  }

  @Test
  void loadAloneDoesNotBeginTheCoolOff() {
    serve(100, 40);
    cpu(0.95);
    assertThat(refuses(Criticality.CRITICAL)).isFalse();
    cpu(0.1);
    hold(10);
    assertThat(refuses(Criticality.CRITICAL)).isFalse();
  }

  @Test
  void refusedRequestsFeedNeitherPassesNorTimes() {
    serve(100, 40);
    cpu(0.95);
    List<Permit> held = hold(4);
    for (int i = 0; i < 5_000; i++) {
      assertThat(ask(Criticality.CRITICAL).refusal()).isNotNull();
    }
    assertThat(shed.inFlight()).isEqualTo(4);
    held.forEach(permit -> permit.end(Outcome.UNUSED, now, now));
    now += SECOND;
    hold(3);
    assertThat(refuses(Criticality.CRITICAL)).as("still 4 at once").isFalse();
    hold(1);
    assertThat(refuses(Criticality.CRITICAL)).isTrue();
  }

  @Test
  void whenAllWasRefusedForLongItIsTriedAgain() {
    serve(100, 40);
    cpu(1);
    heap(1);
    now += 11 * SECOND;
    assertThat(refuses(Criticality.SHEDDABLE)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void howeverARequestEndsItIsNoLongerUnderWay(Outcome outcome) {
    List<Permit> held = hold(3);
    held.get(0).end(outcome, now, now + 61 * SECOND);
    assertThat(shed.inFlight()).isEqualTo(2);
    for (int i = 0; i < 9; i++) {
      held.get(1).end(outcome, now, now);
    }
    assertThat(shed.inFlight()).as("ended twice").isZero();
  }

  @Test
  void theRefusalSaysWhenToComeBackAndNotAllAtOnce() {
    serve(100, 40);
    cpu(1);
    hold(4);
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      now += 1_001;
      Refusal refusal = ask(Criticality.CRITICAL).refusal();
      assertThat(refusal.status()).isEqualTo(503);
      seconds.add(refusal.retryAfterSeconds(now));
    }
    assertThat(seconds).contains(1L, 2L, 3L).allMatch(s -> s >= 1 && s <= 3);
  }

  @Test
  void anEditKeepsWhatIsUnderWayAndWhatIsKnown() {
    serve(100, 40);
    hold(4);
    cpu(0.5);
    assertThat(refuses(Criticality.CRITICAL)).isFalse();
    assertThat(shed.adopt(new ShedSettings(4_000, 0, SECOND))).isTrue();
    assertThat(shed.inFlight()).isEqualTo(4);
    assertThat(refuses(Criticality.CRITICAL)).isTrue();
    assertThat(shed.adopt(new CriticalitySettings(Criticality.CRITICAL, null, true))).isFalse();
  }

  @Test
  void settingsAreEqualWhenAllOfThemAre() {
    ShedSettings settings = new ShedSettings(1, 2, 3);
    assertThat(settings)
        .isEqualTo(new ShedSettings(1, 2, 3))
        .hasSameHashCodeAs(new ShedSettings(1, 2, 3))
        .isNotEqualTo(new ShedSettings(9, 2, 3))
        .isNotEqualTo(new ShedSettings(1, 9, 3))
        .isNotEqualTo(new ShedSettings(1, 2, 9));
    assertThat(settings.stateful()).isTrue();
    assertThat(settings.appliesTo(CallKind.HTTP_CLIENT)).isFalse();
  }

  @Test
  void inDryRunItIsAskedAndRefusesNothing() {
    Map<String, String> rule = Map.of("match", "server:http", "shed.cpu", "1", "mode", "dry-run");
    GuardRules rules = GuardRules.parse(Map.of("r", rule), Map.of());
    Guards guards = new Guards(rules, line -> {}, () -> now, load);
    GuardSet set = guards.forPeer(CallKind.HTTP_SERVER, null, 0, null, null).whole();
    cpu(0);
    for (int i = 0; i < 10; i++) {
      set.acquire(GuardedCall.UNKNOWN, now).permit().end(Outcome.SUCCESS, now - 10 * MS, now);
    }
    now += SECOND;
    cpu(1);
    set.acquire(GuardedCall.UNKNOWN, now);
    Permit permit = set.acquire(GuardedCall.UNKNOWN, now).permit();
    assertThat(permit.wouldRefuse().guard()).isEqualTo(GuardKind.SHED);
    assertThat(guards.decisions())
        .anyMatch(d -> d.decision() == Decision.WOULD_REJECT && d.count() == 1);
  }

  @Test
  void neverMoreThanAllowedAreUnderWayOnManyThreads() throws Exception {
    serve(100, 20); // 2 under way
    cpu(1);
    long at = now;
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger tooMany = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int t = 0; t < 4; t++) {
      threads.execute(
          () -> {
            for (int i = 0; i < 30_000; i++) {
              Permit permit = shed.acquire(call(Criticality.CRITICAL), at).permit();
              if (permit != null) {
                if (underWay.incrementAndGet() > 2) {
                  tooMany.incrementAndGet();
                }
                underWay.decrementAndGet();
                permit.end(Outcome.UNUSED, at, at);
              }
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(tooMany).hasValue(0);
    assertThat(shed.inFlight()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCESS, true",
    "FAILURE, true",
    "OVERLOADED, true",
    "TURNED_AWAY, true",
    "IGNORED, false",
    "UNUSED, false"
  })
  void everyAnswerShowsWhatCanBeFinished(Outcome outcome, boolean counted) {
    for (int i = 0; i < 100; i++) {
      ask(Criticality.CRITICAL).permit().end(outcome, now - 40 * MS, now);
    }
    now += SECOND;
    hold(4);
    cpu(0.9);
    assertThat(refuses(Criticality.CRITICAL)).isEqualTo(counted);
  }
}
