// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** What the gauges of guards have shown last. */
final class GuardReadings {
  private GuardReadings() {}

  /** Waits until no guard holds a permit any more, and at least so many of them say so. */
  static void awaitNothingInUse(OtlpSink sink, int series) {
    int before = sink.metrics().size();
    Map<Map<String, Object>, Double> newest = new HashMap<>();
    Awaitility.await("permits that are given back")
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              List<MetricView> all = sink.metrics();
              newest.clear();
              for (MetricView metric : all.subList(before, all.size())) {
                if (metric.name().equals("outrider.guard.in_use")) {
                  newest.put(metric.attributes(), metric.value());
                }
              }
              return newest.size() >= series && newest.values().stream().allMatch(v -> v == 0);
            });
  }
}
