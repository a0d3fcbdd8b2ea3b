// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts spans, which arrive in batches from several services, together into traces; holds the newest
 * of them.
 *
 * <p>A trace is settled when nothing came for a while: a short while if it looks whole, else as
 * long as a batch may sit in its sender. Bounded by traces, by spans of one trace and by spans in
 * all; what does not fit is counted.
 */
final class Traces {
  static final int MAX_SPANS_PER_TRACE = 1000;

  /** Senders flush each on its own schedule: a gap of this length does not yet mean an end. */
  private static final long SETTLED_IF_WHOLE_MILLIS = 1_200;

  /** The default schedule of a batch span processor is 5 s. */
  private static final long SETTLED_MILLIS = 6_000;

  private final int maxTraces;
  private final int maxSpans;
  private final LinkedHashMap<String, Assembly> traces = new LinkedHashMap<>();
  private int spans;
  private long droppedSpans;

  Traces(int maxTraces, int maxSpans) {
    this.maxTraces = maxTraces;
    this.maxSpans = maxSpans;
  }

  /**
   * @param nowMillis a clock that only goes forward
   * @return false when the span had come before (a batch sent twice) or does not fit
   */
  boolean add(Span span, long nowMillis) {
    Assembly trace = traces.get(span.traceId);
    if (trace == null) {
      trace = new Assembly();
      traces.put(span.traceId, trace);
    }
    if (trace.spans.containsKey(span.id)) {
      return false;
    }
    trace.lastArrival = nowMillis;
    trace.taken = false;
    if (trace.spans.size() >= MAX_SPANS_PER_TRACE) {
      droppedSpans++;
      return false;
    }
    trace.spans.put(span.id, span);
    spans++;
    makeRoom(trace);
    return true;
  }

  private void makeRoom(Assembly newest) {
    Iterator<Assembly> oldest = traces.values().iterator();
    while (traces.size() > maxTraces || spans > maxSpans) {
      Assembly trace = oldest.next();
      if (trace == newest) {
        return;
      }
      spans -= trace.spans.size();
      oldest.remove();
    }
  }

  /** The traces that settled since the last call; one that grew after it settled comes again. */
  List<Trace> takeSettled(long nowMillis) {
    List<Trace> settled = new ArrayList<>();
    for (Map.Entry<String, Assembly> entry : traces.entrySet()) {
      Assembly trace = entry.getValue();
      long quiet = nowMillis - trace.lastArrival;
      if (trace.taken || quiet < SETTLED_IF_WHOLE_MILLIS) {
        continue;
      }
      Trace snapshot = trace.snapshot(entry.getKey(), trace.timesTaken > 0);
      if (quiet >= SETTLED_MILLIS || snapshot.looksWhole()) {
        trace.taken = true;
        trace.timesTaken++;
        settled.add(snapshot);
      }
    }
    return settled;
  }

  /**
   * Newest first.
   *
   * @param contains text that its id, a span's name, service or attribute must contain; empty for
   *     all
   */
  List<Trace> newest(String contains, int limit) {
    List<Map.Entry<String, Assembly>> all = new ArrayList<>(traces.entrySet());
    Collections.reverse(all);
    List<Trace> found = new ArrayList<>();
    for (Map.Entry<String, Assembly> entry : all) {
      if (found.size() == limit) {
        break;
      }
      Trace trace = entry.getValue().snapshot(entry.getKey(), false);
      if (trace.matches(contains)) {
        found.add(trace);
      }
    }
    return found;
  }

  int size() {
    return traces.size();
  }

  long droppedSpans() {
    return droppedSpans;
  }

  private static final class Assembly {
    final Map<String, Span> spans = new LinkedHashMap<>();
    long lastArrival;
    boolean taken;
    int timesTaken;

    Trace snapshot(String id, boolean grown) {
      return new Trace(id, new ArrayList<>(spans.values()), grown);
    }
  }
}
