// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is let in costs no garbage, be the process busy or not. */
class LoadAllocationTest {
  private static final int CALLS = 20_000;
  private static final long SECOND = 1_000_000_000L;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void admittingAllocatesNothing(double cpu) {
    Map<String, String> rule = new LinkedHashMap<>();
    rule.put("shed.cpu", "50");
    rule.put("shed.heap", "50");
    rule.put("degrade.when", "cpu > 90%, in-flight > 100");
    rule.put("degrade.below", "sheddable");
    rule.put("criticality.level", "sheddable");
    GuardRules rules = GuardRules.parse(Map.of("r", rule), Map.of());
    assertThat(rules.problems()).isEmpty();
    SystemLoad load = new SystemLoad(n -> cpu, n -> 0);
    long[] now = {0};
    GuardSet set =
        new Guards(rules, line -> {}, () -> now[0], load)
            .forPeer(CallKind.HTTP_SERVER, null, 0, null, null)
            .whole();
    serve(set, 1_000, now[0]);
    now[0] += SECOND;
    load.sample(0);
    load.sample(3_600 * SECOND);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 8; round++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      serve(set, CALLS, now[0]);
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      best = Math.min(best, after - before);
    }
    assertThat(best / CALLS).isZero();
  }

  private static void serve(GuardSet set, int requests, long now) {
    for (int i = 0; i < requests; i++) {
      set.criticality().level(GuardedCall.UNKNOWN, null);
      Permit permit = set.acquire(GuardedCall.UNKNOWN, now).permit();
      permit.end(Outcome.SUCCESS, now - SECOND / 10, now);
    }
  }
}
