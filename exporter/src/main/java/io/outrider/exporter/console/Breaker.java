// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of one circuit breaker. Transitions told by span events are exact; samples of the
 * state gauge show those whose span was not sampled or has not come yet.
 */
final class Breaker {
  private static final int MAX_TRANSITIONS = 200;
  private static final int MAX_SAMPLES = 600;
  private static final int MAX_REFUSED_SECONDS = 3_600;

  final String service;
  final String peer;

  /** Empty as long as only spans without a rule's name were seen. */
  String rule;

  private final Deque<Transition> told = new ArrayDeque<>();
  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Epoch second to refused calls in it, from spans. */
  private final TreeMap<Long, Integer> refusedAt = new TreeMap<>();

  private final Latencies refusalLatencies = new Latencies();
  private long refusedSpans;
  private long firstTime = Long.MAX_VALUE;
  private long lastTime = Long.MIN_VALUE;

  Breaker(String service, String rule, String peer) {
    this.service = service;
    this.rule = rule;
    this.peer = peer;
  }

  void transition(Transition transition) {
    told.add(transition);
    if (told.size() > MAX_TRANSITIONS) {
      told.remove();
    }
    seen(transition.time);
  }

  /** Of a run of equal states only the first and the last sample are kept. */
  void sample(long time, State state) {
    Sample last = samples.pollLast();
    if (last != null) {
      Sample lastButOne = samples.peekLast();
      boolean middle = lastButOne != null && lastButOne.state == last.state && last.state == state;
      if (!middle) {
        samples.addLast(last);
      }
    }
    samples.addLast(new Sample(time, state));
    if (samples.size() > MAX_SAMPLES) {
      samples.removeFirst();
    }
    seen(time);
  }

  void refused(Span span) {
    refusedSpans++;
    refusalLatencies.record(span.durationNanos());
    refusedAt.merge(span.start / 1_000_000_000L, 1, Integer::sum);
    if (refusedAt.size() > MAX_REFUSED_SECONDS) {
      refusedAt.pollFirstEntry();
    }
    seen(span.start);
  }

  /** A call to the peer, refused or not: the time line reaches as far as calls do. */
  void seen(long time) {
    firstTime = Math.min(firstTime, time);
    lastTime = Math.max(lastTime, time);
  }

  /** All transitions by time, those inferred included. */
  List<Transition> transitions() {
    List<Transition> exact = new ArrayList<>(told);
    exact.sort(Comparator.comparingLong(t -> t.time));
    List<Transition> all = new ArrayList<>();
    State state = null;
    int next = 0;
    List<Sample> sampled = new ArrayList<>(samples);
    sampled.sort(Comparator.comparingLong(s -> s.time));
    for (Sample sample : sampled) {
      while (next < exact.size() && exact.get(next).time <= sample.time) {
        state = append(all, state, exact.get(next++));
      }
      if (state != null && state != sample.state) {
        all.add(Transition.inferred(sample.time, state, sample.state));
      }
      state = sample.state;
    }
    while (next < exact.size()) {
      state = append(all, state, exact.get(next++));
    }
    return all;
  }

  /** A transition that starts from another state than the one before led to implies one between. */
  private static State append(List<Transition> all, State before, Transition transition) {
    if (before != null && before != transition.from) {
      long last = all.isEmpty() ? Long.MIN_VALUE : all.get(all.size() - 1).time;
      long time = Math.max(last, Math.min(transition.time, transition.callStart));
      all.add(Transition.inferred(time, before, transition.from));
    }
    all.add(transition);
    return transition.to;
  }

  /** The state before the first transition. */
  State firstState() {
    List<Transition> transitions = transitions();
    if (!transitions.isEmpty()) {
      return transitions.get(0).from;
    }
    return samples.isEmpty() ? State.CLOSED : samples.peekFirst().state;
  }

  State state() {
    List<Transition> transitions = transitions();
    return transitions.isEmpty() ? firstState() : transitions.get(transitions.size() - 1).to;
  }

  /** Refused calls whose spans began in [from, to), nanoseconds since the epoch. */
  int refusedBetween(long from, long to) {
    int refused = 0;
    for (Map.Entry<Long, Integer> second :
        refusedAt.subMap(from / 1_000_000_000L, to / 1_000_000_000L).entrySet()) {
      refused += second.getValue();
    }
    return refused;
  }

  /** True when there is more to tell than that calls went through. */
  boolean isBreaker() {
    return !told.isEmpty() || !samples.isEmpty() || refusedSpans > 0;
  }

  long refusedSpans() {
    return refusedSpans;
  }

  /** Nanoseconds; -1 when no refused call was seen. */
  double refusalMedian() {
    return refusalLatencies.percentile(0.50);
  }

  /** Nanoseconds since the epoch. */
  long firstTime() {
    return firstTime;
  }

  /** Nanoseconds since the epoch. */
  long lastTime() {
    return lastTime;
  }

  /** A circuit breaker's state, in the order of the gauge's values. */
  enum State {
    CLOSED("closed"),
    HALF_OPEN("half-open"),
    OPEN("open");

    final String text;

    State(String text) {
      this.text = text;
    }

    /** Null for a value that is no state. */
    static State of(double gauge) {
      int ordinal = (int) gauge;
      return ordinal == gauge && ordinal >= 0 && ordinal < 3 ? values()[ordinal] : null;
    }

    /** Null for a text that is no state. */
    static State of(String text) {
      for (State state : values()) {
        if (state.text.equalsIgnoreCase(text.replace('_', '-'))) {
          return state;
        }
      }
      return null;
    }
  }

  /** One change of state. */
  static final class Transition {
    final long time;

    /** When the call began that caused it. */
    final long callStart;

    final State from;
    final State to;

    /** Empty when inferred from samples or from the transition after it. */
    final String traceId;

    /** What the call was and how it ended. */
    final String cause;

    Transition(long time, long callStart, State from, State to, String traceId, String cause) {
      this.time = time;
      this.callStart = callStart;
      this.from = from;
      this.to = to;
      this.traceId = traceId;
      this.cause = cause;
    }

    static Transition inferred(long time, State from, State to) {
      return new Transition(time, time, from, to, "", "");
    }

    boolean isInferred() {
      return traceId.isEmpty();
    }
  }

  private static final class Sample {
    final long time;
    final State state;

    Sample(long time, State state) {
      this.time = time;
      this.state = state;
    }
  }
}
