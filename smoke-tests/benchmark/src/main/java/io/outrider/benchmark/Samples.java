// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured in one part: for each metric and variant one value a round. */
final class Samples {
  private final Map<String, Map<String, List<Double>>> metrics = new LinkedHashMap<>();

  void add(String metric, Variant variant, double value) {
    metrics
        .computeIfAbsent(metric, name -> new LinkedHashMap<>())
        .computeIfAbsent(variant.name(), name -> new ArrayList<>())
        .add(value);
  }

  Iterable<String> metrics() {
    return metrics.keySet();
  }

  /** NaN when there is none. */
  double median(String metric, String variant) {
    List<Double> sorted = new ArrayList<>(values(metric, variant));
    Collections.sort(sorted);
    int n = sorted.size();
    return n == 0 ? Double.NaN : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }

  double ratio(String metric, String variant) {
    return median(metric, variant) / median(metric, Variant.NONE);
  }

  double added(String metric, String variant) {
    return median(metric, variant) - median(metric, Variant.NONE);
  }

  /** Half the distance between the extremes, as a part of the median. */
  double spread(String metric, String variant) {
    List<Double> values = values(metric, variant);
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double distance = Collections.max(values) - Collections.min(values);
    return distance == 0 ? 0 : distance / 2 / median(metric, variant);
  }

  private List<Double> values(String metric, String variant) {
    return metrics.getOrDefault(metric, Map.of()).getOrDefault(variant, List.of());
  }
}
