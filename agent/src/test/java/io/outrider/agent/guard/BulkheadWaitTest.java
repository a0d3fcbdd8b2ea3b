// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for a place, by a clock that stands until it is moved. */
@Timeout(60)
class BulkheadWaitTest {
  private static final long MS = Waits.MS;

  private static Waits waits(int limit, int maxQueue, long maxWaitMillis) {
    return new Waits(CallKind.HTTP_CLIENT, limit, new Waiting(maxQueue, maxWaitMillis * MS)).fill();
  }

  @Test
  void aPlaceThatIsGivenBackGoesToTheNewestWaiter() {
    Waits waits = waits(1, 5, 1_000);
    Waits.Caller first = waits.caller();
    Waits.Caller second = waits.caller();
    Waits.Caller third = waits.caller();
    waits.leave(1);
    assertThat(third.permit()).isNotNull();
    assertThat(waits.bulkhead.inUse()).as("handed on, never free").isEqualTo(1);
    assertThat(first.done() || second.done()).isFalse();
    assertThat(waits.enter()).as("who comes later cannot take it first").isNull();
    waits.leave(1);
    assertThat(second.permit()).isNotNull();
    waits.leave(1);
    assertThat(first.permit()).isNotNull();
    waits.leave(1);
    assertThat(waits.bulkhead.inUse()).isZero();
  }

  @Test
  void aWaitEndsExactlyWhenItsTimeIsOver() {
    Waits waits = waits(1, 5, 100);
    Waits.Caller caller = waits.caller();
    waits.pass(99);
    assertThat(waits.bulkhead.queued()).isEqualTo(1);
    waits.pass(1);
    assertThat(caller.refusal().guard()).isEqualTo(GuardKind.BULKHEAD);
    assertThat(caller.refusal().message(1)).contains("waited 100ms for one of the 1 places");
    assertThat(caller.waited).isEqualTo(100 * MS);
    assertThat(waits.queued).containsExactly(100 * MS);
    assertThat(waits.bulkhead.queued()).isZero();
  }

  @Test
  void aWaitEndsWithTheDeadlineOfItsCaller() {
    Waits waits = waits(1, 5, 1_000);
    Waits.Caller caller = waits.caller(30 * MS);
    waits.pass(30);
    assertThat(caller.refusal().guard()).isEqualTo(GuardKind.DEADLINE);
    assertThat(caller.refusal().status()).isEqualTo(504);
    assertThat(waits(1, 5, 100).caller(0).refusal().guard())
        .as("it never waited")
        .isEqualTo(GuardKind.BULKHEAD);
  }

  @Test
  void whoGotAPlaceIsToldHowLongItWaited() {
    Waits waits = waits(1, 5, 1_000);
    Waits.Caller caller = waits.caller();
    waits.clock.addAndGet(40 * MS);
    waits.leave(1);
    assertThat(caller.permit()).isNotNull();
    assertThat(caller.waited).isEqualTo(40 * MS);
    assertThat(waits.queued).containsExactly(40 * MS);
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() throws Exception {
    Waits waits = waits(1, 5, 1_000);
    Waits.Caller caller = waits.caller();
    caller.interrupt();
    assertThat(caller.refusal()).isNotNull();
    caller.join(10_000);
    assertThat(caller.flagKept).isTrue();
    assertThat(waits.bulkhead.queued()).isZero();
  }

  @Test
  void aFullLineRefusesAtOnce() {
    Waits waits = waits(1, 2, 1_000);
    waits.caller();
    waits.caller();
    Waits.Caller third = waits.caller();
    assertThat(third.refusal().message(1)).contains("is taken; waiting for one: 2");
    assertThat(third.waited).isEqualTo(-1);
    assertThat(waits.queued).isEmpty();
  }

  @Test
  void withoutANumberAsManyMayWaitAsMayBeUnderWay() {
    Waits waits = waits(2, Waiting.AS_MANY, 1_000);
    waits.caller();
    waits.caller();
    assertThat(waits.caller().refusal()).isNotNull();
  }

  @Test
  void whoMustNotBeHeldUpNeverWaits() {
    Waits waits = waits(1, 5, 1_000);
    assertThat(waits.bulkhead.acquire(GuardedCall.UNKNOWN, 0).refusal()).isNotNull();
    GuardedCall patient =
        new GuardedCall() {
          @Override
          public boolean mayWait() {
            return true;
          }
        };
    assertThat(waits.bulkhead.tryAcquire(patient, 0).refusal()).as("dry-run").isNotNull();
    assertThat(waits.bulkhead.queued()).isZero();
  }

  @Test
  void inAStandingLineTheOldestAreDroppedEarly() {
    Waits waits = waits(1, 10, 1_000);
    Waits.Caller first = waits.caller();
    Waits.Caller second = waits.caller();
    Waits.Caller third = waits.caller();
    waits.leave(10);
    assertThat(third.permit()).as("now it is known how long calls take").isNotNull();
    waits.pass(99);
    Waits.Caller fourth = waits.caller();
    assertThat(waits.bulkhead.queued()).as("not for 100 ms yet").isEqualTo(3);
    waits.pass(1);
    Waits.Caller fifth = waits.caller();
    assertThat(first.refusal().message(1)).contains("newer calls keep coming");
    assertThat(second.refusal().message(1)).contains("waited 100ms");
    assertThat(waits.bulkhead.queued()).isEqualTo(2);
    waits.leave(10);
    assertThat(fifth.permit()).isNotNull();
    waits.leave(10);
    assertThat(fourth.permit()).isNotNull();
  }

  @Test
  void aSpikeThatNobodyFollowsDrainsUndisturbed() {
    Waits waits = waits(1, 10, 1_000);
    Waits.Caller[] spike = new Waits.Caller[8];
    for (int i = 0; i < spike.length; i++) {
      spike[i] = waits.caller();
    }
    for (int i = spike.length - 1; i >= 0; i--) {
      waits.clock.addAndGet(100 * MS);
      waits.leave(100);
      assertThat(spike[i].permit()).isNotNull();
    }
  }

  @Test
  void aHigherLimitLetsThoseIn() {
    Waits waits = waits(1, 5, 1_000);
    Waits.Caller first = waits.caller();
    Waits.Caller second = waits.caller();
    waits.bulkhead.limit(3);
    assertThat(first.permit()).isNotNull();
    assertThat(second.permit()).isNotNull();
    assertThat(waits.bulkhead.inUse()).isEqualTo(3);
  }

  @Test
  void aLowerLimitIsReachedBeforeAnybodyIsLetIn() {
    Waits waits = waits(3, 5, 1_000);
    Waits.Caller caller = waits.caller();
    waits.bulkhead.limit(1);
    waits.leave(1);
    waits.leave(1);
    assertThat(caller.done()).isFalse();
    assertThat(waits.bulkhead.inUse()).isEqualTo(1);
    waits.leave(1);
    assertThat(caller.permit()).isNotNull();
    assertThat(waits.bulkhead.inUse()).isEqualTo(1);
  }

  @Test
  void aTelemetryThatFailsCostsNobodyItsPlace() {
    Guards guards =
        new Guards(
            GuardRules.NONE,
            new GuardTelemetry() {
              @Override
              public void onTransition(
                  String rule, String peer, BreakerStatus from, BreakerStatus to) {}

              @Override
              public void onQueued(String rule, GuardKind guard, long nanos) {
                throw new IllegalStateException("on purpose");
              }
            },
            line -> {},
            System::nanoTime);
    GuardPlace place = new GuardPlace(guards, "r", Mode.ENFORCE, CallKind.HTTP_CLIENT, "p");
    Bulkhead bulkhead = new Bulkhead(GuardKind.BULKHEAD, place, 1, new Waiting(1, 20 * MS), null);
    bulkhead.acquire(GuardedCall.UNKNOWN, 0);
    GuardedCall patient =
        new GuardedCall() {
          @Override
          public boolean mayWait() {
            return true;
          }
        };
    assertThat(bulkhead.acquire(patient, 0).refusal()).isNotNull();
  }

  @Test
  void theHintToComeBackFollowsHowLongCallsTakeAndWhoWaits() {
    Waits waits = waits(2, 5, 10_000);
    assertThat(hint(waits)).as("not known").isEqualTo(1_000 * MS);
    waits.leave(300);
    waits.fill();
    assertThat(hint(waits)).isEqualTo(300 * MS);
    waits.caller();
    waits.caller();
    assertThat(hint(waits)).isEqualTo(600 * MS);
  }

  private static long hint(Waits waits) {
    long now = waits.clock.get();
    return waits.bulkhead.tryAcquire(GuardedCall.UNKNOWN, now).refusal().retryAfterNanos(now);
  }
}
