// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardChainTest {
  private final List<String> lines = new ArrayList<>();
  private final Guards guards = new Guards(GuardRules.NONE, GuardTelemetry.NONE, lines::add);
  private final StubGuard first = new StubGuard(GuardKind.RATE_LIMIT);
  private final StubGuard second = new StubGuard(GuardKind.CIRCUIT_BREAKER);
  private final StubGuard third = new StubGuard(GuardKind.BULKHEAD);

  private GuardSet set(boolean dryRun, StubGuard... members) {
    GuardSet.Builder builder = new GuardSet.Builder(CallKind.HTTP_CLIENT).owner(guards);
    for (StubGuard member : members) {
      builder.guard(member, dryRun);
    }
    return builder.build();
  }

  private static Admission acquire(GuardSet set) {
    return set.acquire(GuardedCall.UNKNOWN, 5);
  }

  private List<String> counts() {
    return guards.decisions().stream().map(DecisionCount::toString).toList();
  }

  @Test
  void onePermitEndsThoseOfAllGuards() {
    acquire(set(false, first, second, third)).permit().end(Outcome.FAILURE, 5, 9);
    assertThat(first.heard).containsExactly("FAILURE 5-9");
    assertThat(second.heard).containsExactly("FAILURE 5-9");
    assertThat(third.heard).containsExactly("FAILURE 5-9");
  }

  @Test
  void aLaterRefusalHandsEarlierPermitsBackAsUnused() {
    third.refuses = true;
    Admission admission = acquire(set(false, first, second, third));
    assertThat(admission.permit()).isNull();
    assertThat(admission.refusal().guard()).isEqualTo(GuardKind.BULKHEAD);
    assertThat(first.heard).containsExactly("UNUSED 5-5");
    assertThat(second.heard).containsExactly("UNUSED 5-5");
    assertThat(third.heard).isEmpty();
  }

  @Test
  void guardsAfterTheRefusingOneAreNotAsked() {
    first.refuses = true;
    acquire(set(false, first, second));
    assertThat(second.heard).isEmpty();
    assertThat(counts()).containsExactly("rule-rate-limit rate-limit reject 1");
  }

  @Test
  void theSamePermitIsGivenAsLongAsNoGuardChangesItsOwn() {
    GuardSet set = set(false, first, second);
    Admission permit = acquire(set);
    assertThat(acquire(set)).isSameAs(permit);
    second.changePermit(true);
    Admission changed = acquire(set);
    assertThat(changed).isNotSameAs(permit);
    assertThat(acquire(set)).isSameAs(changed);
  }

  @Test
  void permitsOfOneCallAloneAreNotKept() {
    GuardSet set = set(false, first, second);
    Admission usual = acquire(set);
    second.changePermit(false);
    Admission probe = acquire(set);
    assertThat(acquire(set)).isNotSameAs(probe);
    probe.permit().end(Outcome.SUCCESS, 1, 2);
    assertThat(second.heard).hasSize(1);
    usual.permit().end(Outcome.SUCCESS, 3, 4);
    assertThat(second.heard).as("the old permit ends what it began with").hasSize(2);
  }

  @Test
  void inDryRunTheCallGoesOnAndKnowsWhatWouldHaveHappened() {
    second.refuses = true;
    third.refuses = true;
    Permit permit = acquire(set(true, first, second, third)).permit();
    assertThat(permit.wouldRefuse().guard()).isEqualTo(GuardKind.CIRCUIT_BREAKER);
    permit.end(Outcome.SUCCESS, 5, 6);
    assertThat(first.heard).containsExactly("SUCCESS 5-6");
    assertThat(second.heard).isEmpty();
    assertThat(counts())
        .containsExactlyInAnyOrder(
            "rule-rate-limit rate-limit pass 1",
            "rule-circuit-breaker circuit-breaker would_reject 1",
            "rule-bulkhead bulkhead would_reject 1");
    second.refuses = false;
    third.refuses = false;
    assertThat(acquire(set(true, first, second, third)).permit().wouldRefuse()).isNull();
  }

  @Test
  void aGuardThatThrowsIsLeftOutCountedAndLoggedOnce() {
    first.throwsOnAcquire = true;
    GuardSet set = set(false, first, second);
    for (int i = 0; i < 3; i++) {
      acquire(set).permit().end(Outcome.SUCCESS, 5, 6);
    }
    assertThat(second.heard).hasSize(3);
    assertThat(counts())
        .containsExactlyInAnyOrder(
            "rule-rate-limit rate-limit error 3", "rule-circuit-breaker circuit-breaker pass 3");
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).contains("rate-limit", "rule-rate-limit", "acquire");
  }

  @Test
  void aGuardThatThrowsAtTheEndKeepsNoOtherFromHearingOfIt() {
    second.throwsOnEnd = true;
    acquire(set(false, first, second, third)).permit().end(Outcome.SUCCESS, 5, 6);
    assertThat(first.heard).hasSize(1);
    assertThat(third.heard).hasSize(1);
    assertThat(counts()).contains("rule-circuit-breaker circuit-breaker error 1");
  }

  @Test
  void observingAdmitsWhatWouldBeRefusedAndCountsNoRefusal() {
    second.refuses = true;
    Permit permit = set(false, first, second).observe(GuardedCall.UNKNOWN, 5);
    permit.end(Outcome.SUCCESS, 5, 6);
    assertThat(first.heard).hasSize(1);
    assertThat(counts()).noneMatch(count -> count.contains("reject"));
  }

  @Test
  void rehearsingAdmitsWhatWouldBeRefusedAndCountsIt() {
    second.refuses = true;
    Permit permit = set(false, first, second).rehearse(GuardedCall.UNKNOWN, 5);
    assertThat(permit.wouldRefuse()).isNotNull();
    permit.end(Outcome.SUCCESS, 5, 6);
    assertThat(first.heard).hasSize(1);
    assertThat(counts()).anyMatch(count -> count.contains("would_reject"));
  }

  @Test
  void whatEachGuardLetThroughFollowsFromWhatLaterOnesRefused() {
    GuardSet set = set(false, first, second);
    for (int i = 0; i < 10; i++) {
      second.refuses = i >= 7;
      acquire(set);
    }
    assertThat(counts())
        .containsExactlyInAnyOrder(
            "rule-rate-limit rate-limit pass 10",
            "rule-circuit-breaker circuit-breaker pass 7",
            "rule-circuit-breaker circuit-breaker reject 3");
  }

  @Test
  void aRepeatedCallAsksTheOuterGuardsOnceAndTheInnerOnesEachTime() {
    GuardSet set = set(false, first, second, third);
    Permit call = set.acquireOnce(GuardedCall.UNKNOWN, 1).permit();
    for (int attempt = 0; attempt < 3; attempt++) {
      set.acquireAttempt(GuardedCall.UNKNOWN, 2).permit().end(Outcome.FAILURE, 2, 3);
    }
    call.end(Outcome.FAILURE, 1, 4);
    assertThat(first.heard).containsExactly("FAILURE 1-4");
    assertThat(second.heard).hasSize(3);
    assertThat(third.heard).hasSize(3);
  }

  @Test
  void withoutGuardsEveryCallHasTheSamePermit() {
    assertThat(GuardSet.NONE.acquire(GuardedCall.UNKNOWN, 0)).isSameAs(Permit.NONE);
    assertThat(GuardSet.NONE.observe(GuardedCall.UNKNOWN, 0)).isSameAs(Permit.NONE);
    assertThat(GuardSet.NONE.rehearse(GuardedCall.UNKNOWN, 0)).isSameAs(Permit.NONE);
    assertThat(GuardSet.NONE.admitsAll()).isTrue();
    assertThat(set(false, first).admitsAll()).isFalse();
  }

  @Test
  void aRealBreakersProbeRefusedByTheNextGuardDoesNotMakeItStick() {
    Breakers b = Breakers.with(s -> s.halfOpenCalls = 1).openAndWait();
    third.refuses = true;
    GuardSet set =
        new GuardSet.Builder(CallKind.HTTP_CLIENT)
            .owner(guards)
            .guard(b.breaker, false)
            .guard(third, false)
            .build();
    for (int i = 0; i < 5; i++) {
      assertThat(set.acquire(GuardedCall.UNKNOWN, b.now).refusal().guard())
          .isEqualTo(GuardKind.BULKHEAD);
    }
    third.refuses = false;
    set.acquire(GuardedCall.UNKNOWN, b.now).permit().end(Outcome.SUCCESS, b.now, b.now);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  private static final class Waiting implements GuardedCall {
    private long waited = 1_000;

    @Override
    public void waited(long nanos) {
      waited += nanos;
    }

    @Override
    public long waitedNanos() {
      return waited;
    }
  }

  @Test
  void whoeverIsAskedAfterAWaitIsToldTheTimeAfterIt() {
    first.holdsUp = 70;
    set(false, first, second, third).acquire(new Waiting(), 5);
    assertThat(first.askedAt).isEqualTo(5);
    assertThat(second.askedAt).isEqualTo(75);
    assertThat(third.askedAt).isEqualTo(75);
  }

  @Test
  void whatIsHandedBackAfterAWaitIsHandedBackWhenItWasOver() {
    first.holdsUp = 70;
    third.holdsUp = 20;
    third.refuses = true;
    set(false, first, second, third).acquire(new Waiting(), 5);
    assertThat(first.heard).containsExactly("UNUSED 95-95");
    assertThat(second.heard).containsExactly("UNUSED 95-95");
  }
}
