// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decodes an OTLP ExportMetricsServiceRequest (opentelemetry/proto/metrics/v1/metrics.proto), the
 * metrics the console shows alone. Exponential histograms and summaries are left out.
 */
final class MetricsRequest {
  static final String SERVER_DURATION = "http.server.request.duration";
  static final String CLIENT_DURATION = "http.client.request.duration";
  static final String DATABASE_DURATION = "db.client.operation.duration";
  static final String GUARD_DECISIONS = "outrider.guard.decisions";
  static final String BREAKER_STATE = "outrider.breaker.state";

  private static final Set<String> SHOWN =
      new HashSet<>(
          Arrays.asList(
              SERVER_DURATION, CLIENT_DURATION, DATABASE_DURATION, GUARD_DECISIONS, BREAKER_STATE));

  private static final int DELTA = 1;

  private MetricsRequest() {}

  static List<Point> decode(byte[] body) throws MalformedRequest {
    List<Point> points = new ArrayList<>();
    ProtoReader request = new ProtoReader(body);
    while (request.next()) {
      if (request.field() == 1) {
        resourceMetrics(request.message(), points);
      }
    }
    return points;
  }

  private static void resourceMetrics(ProtoReader reader, List<Point> points)
      throws MalformedRequest {
    int first = points.size();
    Resource resource = Resource.unknown();
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          resource = Resource.decode(reader.message());
          break;
        case 2:
          ProtoReader scope = reader.message();
          while (scope.next()) {
            if (scope.field() == 2) {
              metric(scope.message(), points);
            }
          }
          break;
        default:
      }
    }
    for (Point point : points.subList(first, points.size())) {
      point.resource = resource;
    }
  }

  private static void metric(ProtoReader reader, List<Point> points) throws MalformedRequest {
    String name = "";
    List<Point> ofMetric = new ArrayList<>();
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          name = reader.string();
          break;
        case 5: // gauge
        case 7: // sum
          data(reader.message(), false, ofMetric);
          break;
        case 9:
          data(reader.message(), true, ofMetric);
          break;
        default:
      }
    }
    if (SHOWN.contains(name)) {
      for (Point point : ofMetric) {
        point.metric = name;
        points.add(point);
      }
    }
  }

  private static void data(ProtoReader reader, boolean histogram, List<Point> points)
      throws MalformedRequest {
    int first = points.size();
    boolean delta = false;
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          points.add(histogram ? histogramPoint(reader.message()) : number(reader.message()));
          break;
        case 2:
          delta = reader.varint() == DELTA;
          break;
        default:
      }
    }
    for (Point point : points.subList(first, points.size())) {
      point.delta = delta;
    }
  }

  private static Point number(ProtoReader reader) throws MalformedRequest {
    Point point = new Point();
    while (reader.next()) {
      switch (reader.field()) {
        case 2:
          point.start = reader.time();
          break;
        case 3:
          point.time = reader.time();
          break;
        case 4:
          point.value = reader.float64();
          break;
        case 6:
          point.value = reader.fixed64();
          break;
        case 7:
          Attributes.readAny(point.attributes, reader.message());
          break;
        default:
      }
    }
    return point;
  }

  private static Point histogramPoint(ProtoReader reader) throws MalformedRequest {
    Point point = new Point();
    while (reader.next()) {
      switch (reader.field()) {
        case 2:
          point.start = reader.time();
          break;
        case 3:
          point.time = reader.time();
          break;
        case 4:
          point.count = reader.fixed64();
          break;
        case 6:
          point.buckets = reader.appendFixed64(point.buckets);
          break;
        case 7:
          point.bounds = reader.appendFixed64(point.bounds);
          break;
        case 9:
          Attributes.readAny(point.attributes, reader.message());
          break;
        default:
      }
    }
    boolean unbucketed = point.buckets.length == 0 && point.bounds.length == 0;
    if (!unbucketed && point.buckets.length != point.bounds.length + 1) {
      throw new MalformedRequest(
          "histogram of "
              + point.buckets.length
              + " buckets and "
              + point.bounds.length
              + " bounds");
    }
    return point;
  }
}
