// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One point of a metric as it arrived.
 *
 * @param type {@code HISTOGRAM}, {@code SUM} or {@code GAUGE}
 * @param count of a histogram; otherwise 0
 * @param value a histogram's sum, or the number
 * @param bounds a histogram's upper bounds
 */
public record MetricView(
    String name,
    String unit,
    String description,
    String type,
    Map<String, Object> attributes,
    long count,
    double value,
    List<Double> bounds,
    String scope,
    Map<String, Object> resource) {

  static List<MetricView> all(ExportMetricsServiceRequest request) {
    List<MetricView> all = new ArrayList<>();
    for (ResourceMetrics resource : request.getResourceMetricsList()) {
      Map<String, Object> attributes = SpanView.map(resource.getResource().getAttributesList());
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          points(metric, scope.getScope().getName(), attributes, all);
        }
      }
    }
    return all;
  }

  private static void points(
      Metric metric, String scope, Map<String, Object> resource, List<MetricView> into) {
    switch (metric.getDataCase()) {
      case HISTOGRAM ->
          metric
              .getHistogram()
              .getDataPointsList()
              .forEach(
                  point ->
                      into.add(
                          new MetricView(
                              metric.getName(),
                              metric.getUnit(),
                              metric.getDescription(),
                              "HISTOGRAM",
                              SpanView.map(point.getAttributesList()),
                              point.getCount(),
                              point.getSum(),
                              point.getExplicitBoundsList(),
                              scope,
                              resource)));
      case SUM ->
          numbers(metric, "SUM", metric.getSum().getDataPointsList(), scope, resource, into);
      case GAUGE ->
          numbers(metric, "GAUGE", metric.getGauge().getDataPointsList(), scope, resource, into);
      default -> {}
    }
  }

  private static void numbers(
      Metric metric,
      String type,
      List<NumberDataPoint> points,
      String scope,
      Map<String, Object> resource,
      List<MetricView> into) {
    for (NumberDataPoint point : points) {
      into.add(
          new MetricView(
              metric.getName(),
              metric.getUnit(),
              metric.getDescription(),
              type,
              SpanView.map(point.getAttributesList()),
              0,
              point.hasAsInt() ? point.getAsInt() : point.getAsDouble(),
              List.of(),
              scope,
              resource));
    }
  }

  /** Null when absent. */
  public Object attribute(String key) {
    return attributes.get(key);
  }
}
