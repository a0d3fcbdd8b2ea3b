// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.outrider.agent.guard.GuardKind;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** How long calls have waited for a permit. Attributes are made once for each rule and guard. */
final class QueueTimes {
  /** Rules that came and went with edits count too; those beyond share one series. */
  private static final int MOST_RULES = 1_000;

  private static final int KINDS = GuardKind.values().length;
  private static final Attributes OTHERS = Attributes.of(Semantics.METRIC_OVERFLOW, true);

  private final DoubleHistogram seconds;
  private final ConcurrentHashMap<String, AtomicReferenceArray<Attributes>> series =
      new ConcurrentHashMap<String, AtomicReferenceArray<Attributes>>();

  QueueTimes(Meter meter) {
    seconds =
        meter
            .histogramBuilder("outrider.guard.queue.duration")
            .setUnit("s")
            .setDescription("How long calls have waited for a permit, whether they got one or not.")
            .setExplicitBucketBoundariesAdvice(
                Arrays.asList(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0))
            .build();
  }

  void record(String rule, GuardKind guard, long nanos) {
    seconds.record(nanos / 1e9, attributes(rule, guard));
  }

  private Attributes attributes(String rule, GuardKind guard) {
    AtomicReferenceArray<Attributes> ofRule = series.get(rule);
    if (ofRule == null) {
      if (series.size() >= MOST_RULES) {
        return OTHERS;
      }
      AtomicReferenceArray<Attributes> fresh = new AtomicReferenceArray<Attributes>(KINDS);
      ofRule = series.putIfAbsent(rule, fresh);
      ofRule = ofRule == null ? fresh : ofRule;
    }
    Attributes known = ofRule.get(guard.ordinal());
    if (known == null) {
      known =
          Attributes.of(Semantics.GUARD_RULE, rule, Semantics.GUARD_TYPE, GuardNames.type(guard));
      ofRule.set(guard.ordinal(), known);
    }
    return known;
  }
}
