// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules that are exchanged while calls are asked for, under way, and ending. */
@Timeout(60)
class RuleSwapTest {
  private static final int SWAPS = 300;

  private static GuardRules rules(Map<String, Map<String, String>> named) {
    GuardRules rules = GuardRules.parse(named, Map.of());
    assertThat(rules.problems()).isEmpty();
    return rules;
  }

  private static Guards guards(GuardRules rules) {
    return new Guards(rules, GuardTelemetry.NONE, line -> {}, () -> 0);
  }

  private static PeerGuards peer(Guards guards) {
    return guards.forPeer(CallKind.HTTP_CLIENT, "a", 80, null, null);
  }

  private static double inUse(Guards guards) {
    double all = 0;
    for (GaugeReading reading : guards.readings()) {
      all += reading.gauge() == Gauge.IN_USE ? reading.value() : 0;
    }
    return all;
  }

  private static <T> List<T> onThreads(int threads, Callable<T> task, Runnable meanwhile)
      throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(executor.submit(task));
      }
      meanwhile.run();
      List<T> results = new ArrayList<>();
      for (Future<T> each : running) {
        results.add(each.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void aCallSeesTheRulesOfOneEditAndNeverPartsOfTwo() throws Exception {
    GuardRules withBreaker =
        rules(
            Map.of(
                "limit", Map.of("timeout.request", "2s"),
                "breaker", Map.of("circuit-breaker.minimum-calls", "20")));
    GuardRules without = rules(Map.of("limit", Map.of("timeout.request", "9s")));
    Guards guards = guards(withBreaker);
    PeerGuards peer = peer(guards);
    AtomicBoolean over = new AtomicBoolean();
    List<Integer> mixed =
        onThreads(
            2,
            () -> {
              int found = 0;
              while (!over.get()) {
                GuardSet set = peer.whole();
                boolean guarded = set.acquire(GuardedCall.UNKNOWN, 0).permit() != Permit.NONE;
                found += guarded == (set.requestNanos() == 2 * SECOND) ? 0 : 1;
              }
              return found;
            },
            () -> {
              for (int i = 0; i < SWAPS; i++) {
                guards.replace(i % 2 == 0 ? without : withBreaker);
              }
              over.set(true);
            });
    assertThat(mixed).containsOnly(0);
  }

  @Test
  @Tag("defect-10")
  void aCallThatIsUnderWayEndsWellWhateverBecameOfItsRule() {
    Map<String, String> one = Map.of("bulkhead.max-concurrent", "1");
    Guards guards = guards(rules(Map.of("one", one)));
    PeerGuards peer = peer(guards);
    Permit before = peer.whole().acquire(GuardedCall.UNKNOWN, 0).permit();
    guards.replace(rules(Map.of("one", one, "other", Map.of("timeout.request", "1s"))));
    assertThat(peer.whole().acquire(GuardedCall.UNKNOWN, 0).refusal())
        .as("an edit that does not concern it")
        .isNotNull();
    guards.replace(GuardRules.NONE);
    before.end(Outcome.SUCCESS, 0, 1);
    guards.replace(rules(Map.of("one", one)));
    Permit after = peer.whole().acquire(GuardedCall.UNKNOWN, 0).permit();
    assertThat(after).isNotNull();
    assertThat(peer.whole().acquire(GuardedCall.UNKNOWN, 0).refusal()).isNotNull();
    after.end(Outcome.SUCCESS, 0, 1);
    assertThat(inUse(guards)).isZero();
  }

  @Test
  void editsWhileCallsComeAndGoLoseNoPlace() throws Exception {
    GuardRules[] edits = {
      rules(Map.of("places", Map.of("bulkhead.max-concurrent", "100"))),
      rules(Map.of("places", Map.of("bulkhead.max-concurrent", "90", "timeout.request", "1s"))),
      rules(
          Map.of(
              "places", Map.of("bulkhead.max-concurrent", "100"),
              "flaky", Map.of("circuit-breaker.minimum-calls", "20")))
    };
    Guards guards = guards(edits[0]);
    PeerGuards peer = peer(guards);
    AtomicBoolean over = new AtomicBoolean();
    List<Integer> refused =
        onThreads(
            3,
            () -> {
              int refusals = 0;
              while (!over.get()) {
                Permit permit = peer.whole().acquire(GuardedCall.UNKNOWN, 0).permit();
                if (permit == null) {
                  refusals++;
                } else {
                  permit.end(Outcome.SUCCESS, 0, 1);
                }
              }
              return refusals;
            },
            () -> {
              for (int i = 0; i < SWAPS; i++) {
                guards.replace(edits[i % edits.length]);
              }
              over.set(true);
            });
    assertThat(refused).containsOnly(0);
    assertThat(inUse(guards)).isZero();
    // All places can be had, and not one more.
    guards.replace(edits[0]);
    for (int i = 0; i < 100; i++) {
      assertThat(peer.whole().acquire(GuardedCall.UNKNOWN, 0).permit()).isNotNull();
    }
    assertThat(peer.whole().acquire(GuardedCall.UNKNOWN, 0).refusal()).isNotNull();
  }
}
