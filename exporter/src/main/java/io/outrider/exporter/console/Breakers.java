// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what spans and metrics tell about circuit breakers and the decisions of all guards. */
final class Breakers {
  private static final int MAX_BREAKERS = 200;
  private static final int MAX_SERIES = 2_000;
  private static final int MAX_PEERS = 1_000;
  private static final int MAX_FRESH = 100;

  private final Map<String, Breaker> breakers = new LinkedHashMap<>();
  private final Map<String, DecisionSeries> decisions = new LinkedHashMap<>();

  /** When each service's calls to each peer began: there the time line of a breaker begins. */
  private final Map<String, Long> firstCalls = new HashMap<>();

  private final List<String> fresh = new ArrayList<>();

  void add(Span span) {
    if (span.kind != Span.CLIENT && span.kind != Span.PRODUCER) {
      return;
    }
    String peer = Peers.of(span.attributes);
    String call = span.service + '\n' + peer;
    if (firstCalls.containsKey(call) || firstCalls.size() < MAX_PEERS) {
      firstCalls.merge(call, span.start, Math::min);
    }
    boolean ofBreaker =
        span.attribute("error.type").equals("circuit_open")
            || span.attribute("outrider.guard.type").equals("circuit_breaker");
    if (ofBreaker && span.isRefused()) {
      breaker(span.service, span.attribute("outrider.guard.rule"), peer, true).refused(span);
    }
    boolean told = false;
    for (Span.Event event : span.events) {
      if (event.name.equals("outrider.breaker.transition")) {
        transition(span, peer, event);
        told = true;
      }
    }
    if (!told) {
      Breaker known = breaker(span.service, "", peer, false);
      if (known != null) {
        known.seen(span.start);
      }
    }
  }

  private void transition(Span span, String peer, Span.Event event) {
    Breaker.State from = Breaker.State.of(event.attribute("outrider.breaker.from"));
    Breaker.State to = Breaker.State.of(event.attribute("outrider.breaker.to"));
    if (from == null || to == null) {
      return;
    }
    String rule = event.attribute("outrider.guard.rule");
    Breaker breaker =
        breaker(
            span.service,
            rule.isEmpty() ? span.attribute("outrider.guard.rule") : rule,
            peer,
            true);
    String outcome = Peers.first(span.attributes, "error.type", "http.response.status_code");
    // An exception's package says nothing its name does not.
    String cause = (span.name + ' ' + outcome.substring(outcome.lastIndexOf('.') + 1)).trim();
    breaker.transition(
        new Breaker.Transition(event.time, span.start, from, to, span.traceId, cause));
    if (fresh.size() < MAX_FRESH) {
      fresh.add(breaker.service + ": " + label(breaker) + ' ' + from.text + " -> " + to.text);
    }
  }

  void add(Point point) {
    String rule = point.attribute("outrider.guard.rule");
    String peer = Peers.of(point.attributes);
    if (point.metric.equals(MetricsRequest.BREAKER_STATE)) {
      Breaker.State state = Breaker.State.of(point.value);
      if (state != null) {
        breaker(point.resource.service, rule, peer, true).sample(point.time, state);
      }
      return;
    }
    String id = point.resource.instance + ' ' + point.resource.service + ' ' + point.attributes;
    DecisionSeries series = decisions.get(id);
    if (series == null && decisions.size() < MAX_SERIES) {
      series =
          new DecisionSeries(
              new Decisions(
                  point.resource.service, rule, point.attribute("outrider.guard.type"), peer),
              point.attribute("outrider.guard.outcome"));
      decisions.put(id, series);
    }
    if (series != null) {
      series.series.add(point);
    }
  }

  /**
   * Spans may not name the rule that metrics name: a breaker without a name takes on the first one
   * heard for its peer, and an unnamed transition goes to the breaker known for its peer.
   */
  private Breaker breaker(String service, String rule, String peer, boolean create) {
    Breaker unnamed = null;
    for (Breaker breaker : breakers.values()) {
      if (breaker.service.equals(service) && breaker.peer.equals(peer)) {
        if (rule.isEmpty() || breaker.rule.equals(rule)) {
          return breaker;
        }
        if (breaker.rule.isEmpty()) {
          unnamed = breaker;
        }
      }
    }
    if (unnamed != null) {
      unnamed.rule = rule;
      return unnamed;
    }
    Breaker created = new Breaker(service, rule, peer);
    if (create && breakers.size() < MAX_BREAKERS) {
      breakers.put(service + '\n' + rule + '\n' + peer, created);
      Long firstCall = firstCalls.get(service + '\n' + peer);
      if (firstCall != null) {
        created.seen(firstCall);
      }
    }
    return create ? created : null;
  }

  static String label(Breaker breaker) {
    return (breaker.rule + ' ' + breaker.peer).trim();
  }

  List<Breaker> all() {
    return new ArrayList<>(breakers.values());
  }

  /** One entry for each service, rule, guard type and peer, in this order. */
  List<Decisions> decisions() {
    Map<String, Decisions> sums = new TreeMap<>();
    for (DecisionSeries series : decisions.values()) {
      Decisions sum = sums.computeIfAbsent(series.key.id(), id -> series.key.empty());
      sum.add(series.outcome, Math.round(series.series.value()));
    }
    return new ArrayList<>(sums.values());
  }

  /** One line for each transition told since the last call. */
  List<String> takeFresh() {
    List<String> taken = new ArrayList<>(fresh);
    fresh.clear();
    return taken;
  }

  /** How often the guard of one rule decided what, on calls to one peer. */
  static final class Decisions {
    final String service;
    final String rule;
    final String type;
    final String peer;
    long passed;
    long refused;
    long wouldRefuse;

    Decisions(String service, String rule, String type, String peer) {
      this.service = service;
      this.rule = rule;
      this.type = type;
      this.peer = peer;
    }

    private String id() {
      return service + '\n' + rule + '\n' + type + '\n' + peer;
    }

    private Decisions empty() {
      return new Decisions(service, rule, type, peer);
    }

    private void add(String outcome, long count) {
      switch (outcome) {
        case "pass":
          passed += count;
          break;
        case "reject":
          refused += count;
          break;
        case "would_reject":
          wouldRefuse += count;
          break;
        default:
      }
    }
  }

  private static final class DecisionSeries {
    final Decisions key;
    final String outcome;
    final Series series = new Series();

    DecisionSeries(Decisions key, String outcome) {
      this.key = key;
      this.outcome = outcome;
    }
  }
}
