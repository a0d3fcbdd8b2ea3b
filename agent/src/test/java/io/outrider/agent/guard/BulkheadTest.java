// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BulkheadTest {
  private final Bulkhead bulkhead = new Bulkhead("r", "p", 2);

  private Permit enter() {
    return bulkhead.acquire(GuardedCall.UNKNOWN, 0).permit();
  }

  @Test
  void refusesWhenAllPlacesAreTaken() {
    enter();
    enter();
    Refusal refusal = bulkhead.acquire(GuardedCall.UNKNOWN, 0).refusal();
    assertThat(refusal.message(1)).contains("all 2 places of the bulkhead are taken", "Rule: r");
    assertThat(bulkhead.inUse()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void everyWayACallEndsFreesItsPlace(Outcome outcome) {
    enter();
    enter().end(outcome, 0, 1);
    assertThat(bulkhead.inUse()).isEqualTo(1);
    assertThat(enter()).isNotNull();
  }

  @Test
  void endingTooOftenNeverCountsBelowZero() {
    Permit permit = enter();
    for (int i = 0; i < 5; i++) {
      permit.end(Outcome.SUCCESS, 0, 1);
    }
    assertThat(bulkhead.inUse()).isZero();
    enter();
    enter();
    assertThat(enter()).isNull();
  }

  @Test
  void aLowerLimitWaitsForCallsToEnd() {
    Permit first = enter();
    Permit second = enter();
    bulkhead.limit(1);
    first.end(Outcome.SUCCESS, 0, 1);
    assertThat(enter()).isNull();
    second.end(Outcome.SUCCESS, 0, 1);
    assertThat(enter()).isNotNull();
  }

  @Test
  void neverMoreThanTheLimitAreUnderWayOnManyThreads() throws Exception {
    AtomicInteger underWay = new AtomicInteger();
    List<Integer> tooMany = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int t = 0; t < 4; t++) {
      threads.execute(
          () -> {
            for (int i = 0; i < 50_000; i++) {
              Permit permit = enter();
              if (permit != null) {
                int now = underWay.incrementAndGet();
                if (now > 2) {
                  synchronized (tooMany) {
                    tooMany.add(now);
                  }
                }
                underWay.decrementAndGet();
                permit.end(Outcome.SUCCESS, 0, 1);
              }
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(tooMany).isEmpty();
    assertThat(bulkhead.inUse()).isZero();
  }
}
