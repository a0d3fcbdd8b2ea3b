// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static int retries(RetryBudget budget, long now) {
    int retries = 0;
    while (budget.tryRetry(now)) {
      retries++;
    }
    return retries;
  }

  private static void calls(RetryBudget budget, int count, long now) {
    for (int i = 0; i < count; i++) {
      budget.called(now);
    }
  }

  @Test
  void oneCallInFiveMayBeRepeated() {
    RetryBudget budget = new RetryBudget(2_000, 0, 0);
    assertThat(retries(budget, 0)).isZero();
    calls(budget, 4, 0);
    assertThat(retries(budget, 0)).isZero();
    calls(budget, 1, 0);
    assertThat(budget.left(0)).isEqualTo(1);
    assertThat(retries(budget, 0)).isEqualTo(1);
    calls(budget, 500, 0);
    assertThat(retries(budget, 0)).isEqualTo(100);
  }

  @Test
  void aQuietServiceHasTheFloor() {
    RetryBudget budget = new RetryBudget(2_000, 3, 0);
    assertThat(retries(budget, 0)).isEqualTo(30);
    assertThat(retries(budget, 5 * SECOND)).isZero();
    assertThat(retries(budget, 10 * SECOND)).isEqualTo(30);
  }

  @Test
  void callsAndRetriesAreForgottenAfterTenSeconds() {
    RetryBudget budget = new RetryBudget(2_000, 0, 0);
    calls(budget, 100, 0);
    assertThat(budget.left(9 * SECOND)).isEqualTo(20);
    assertThat(budget.left(10 * SECOND)).isZero();
  }

  @Test
  void retriesThatOutliveTheirCallsLeaveNoDebtBelowZero() {
    RetryBudget budget = new RetryBudget(2_000, 0, 0);
    calls(budget, 100, 0);
    assertThat(retries(budget, 5 * SECOND)).isEqualTo(20);
    assertThat(budget.left(12 * SECOND)).isZero();
    calls(budget, 100, 12 * SECOND);
    assertThat(budget.left(12 * SECOND)).isZero();
    assertThat(budget.left(15 * SECOND)).isEqualTo(20);
  }

  @Test
  void aRatioOfNoneOrAllIsTakenAtItsWord() {
    RetryBudget none = new RetryBudget(0, 0, 0);
    calls(none, 1_000, 0);
    assertThat(retries(none, 0)).isZero();
    RetryBudget all = new RetryBudget(10_000, 0, 0);
    calls(all, 1_000, 0);
    assertThat(retries(all, 0)).isEqualTo(1_000);
  }

  @Test
  void manyThreadsTogetherNeverOverdrawIt() throws Exception {
    RetryBudget budget = new RetryBudget(2_000, 0, 0);
    calls(budget, 50_000, 0);
    AtomicInteger retries = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int t = 0; t < 4; t++) {
      threads.execute(
          () -> {
            for (int i = 0; i < 5_000; i++) {
              if (budget.tryRetry(i % 2 * SECOND / 2)) {
                retries.incrementAndGet();
              }
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(retries).hasValue(10_000);
  }
}
