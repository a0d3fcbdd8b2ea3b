// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.List;

/**
 * All that was received and is still held. Its parts have no lock of their own: who reads several,
 * or renders one, holds this object's monitor meanwhile.
 */
final class Received {
  private static final int SPANS_PER_TRACE_ON_AVERAGE = 20;

  final Traces traces;
  final Red red = new Red();
  final Breakers breakers = new Breakers();
  private long spans;
  private long requests;

  Received(int maxTraces) {
    traces = new Traces(maxTraces, maxTraces * SPANS_PER_TRACE_ON_AVERAGE);
  }

  synchronized void addSpans(List<Span> received, long nowMillis) {
    requests++;
    for (Span span : received) {
      if (traces.add(span, nowMillis)) {
        spans++;
        red.add(span);
        breakers.add(span);
      }
    }
  }

  synchronized void addPoints(List<Point> received) {
    requests++;
    for (Point point : received) {
      switch (point.metric) {
        case MetricsRequest.BREAKER_STATE:
        case MetricsRequest.GUARD_DECISIONS:
          breakers.add(point);
          break;
        default:
          red.add(point);
      }
    }
  }

  synchronized long spans() {
    return spans;
  }

  /** How many export requests came, of all signals shown. */
  synchronized long requests() {
    return requests;
  }
}
