// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one generation of rules means for one peer. Its guards are made when first needed, and taken
 * over from the generation before where the rule says the same about them: their state survives.
 */
final class PeerSnapshot {
  private final GuardRules rules;
  private final Guards owner;
  private final Target target;
  private final Map<String, Held> held = new HashMap<>();
  private final Map<String, Held> inherited;
  private final Selection door;
  private final Selection route;

  /**
   * @param before null for the first generation
   */
  PeerSnapshot(Guards owner, GuardRules rules, Target target, PeerSnapshot before) {
    this.owner = owner;
    this.rules = rules;
    this.target = target;
    this.inherited = before == null ? new HashMap<>() : before.heldFor(rules);
    this.door = new Selection(this, matching(false));
    this.route = new Selection(this, matching(true));
  }

  GuardRules rules() {
    return rules;
  }

  /** Where the call is first seen. */
  Selection door() {
    return door;
  }

  /** Where the framework has found the route. */
  Selection route() {
    return route;
  }

  private Rule[] matching(boolean atRoute) {
    List<Rule> matching = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      if (rule.match.atRoute() == atRoute
          && rule.match.acceptsPeer(target)
          && rule.match.possibleFor(target.kind)) {
        matching.add(rule);
      }
    }
    return matching.toArray(new Rule[0]);
  }

  CallKind kind() {
    return target.kind;
  }

  /**
   * @param winners by the ordinals of kinds of guards, the rule that says how it is; null: none
   */
  GuardSet guardSet(Rule[] winners) {
    GuardSet.Builder builder = null;
    for (GuardKind kind : GuardKind.values()) {
      Rule rule = winners[kind.ordinal()];
      if (rule == null || rule.mode == Mode.OFF) {
        continue;
      }
      GuardSettings settings = rule.settings(kind, target.kind);
      if (target.overflow && settings.stateful()) {
        continue;
      }
      builder = builder == null ? new GuardSet.Builder(target.kind).owner(owner) : builder;
      settings.contribute(builder.rule(rule.name), rule.mode);
      if (kind == GuardKind.TIMEOUT && rule.mode == Mode.ENFORCE) {
        builder.timeoutCount(new TimeoutCount(owner, rule.name, target, (Timeouts) settings));
      }
      Guard guard = guard(rule, settings);
      if (guard != null) {
        builder.guard(guard, rule.mode == Mode.DRY_RUN);
      }
    }
    return builder == null ? GuardSet.NONE : builder.build();
  }

  private synchronized Guard guard(Rule rule, GuardSettings settings) {
    String key = key(rule, settings.kind());
    Held known = held.get(key);
    if (known == null) {
      known = inherited.remove(key);
      boolean serves = known != null && known.serves(settings, rule.mode);
      GuardPlace place =
          new GuardPlace(owner, rule.name, rule.mode, target.kind, target.toString());
      known = new Held(settings, rule.mode, serves ? known.guard : settings.create(place));
      held.put(key, known);
    }
    return known.guard;
  }

  /** What the next generation may take over; the guards of rules that are gone are let go. */
  private synchronized Map<String, Held> heldFor(GuardRules next) {
    Map<String, Held> all = new HashMap<>(inherited);
    all.putAll(held);
    Map<String, Held> wanted = new HashMap<>();
    for (Rule rule : next.rules()) {
      for (GuardKind kind : GuardKind.values()) {
        String key = key(rule, kind);
        if (all.containsKey(key)) {
          wanted.put(key, all.get(key));
        }
      }
    }
    return wanted;
  }

  private static String key(Rule rule, GuardKind kind) {
    return rule.name + '/' + kind.text();
  }

  void addBreakers(List<BreakerReading> readings) {
    for (Held one : all()) {
      if (one.guard instanceof CircuitBreaker) {
        CircuitBreaker breaker = (CircuitBreaker) one.guard;
        readings.add(new BreakerReading(breaker.rule(), target, breaker.status()));
      }
    }
  }

  void addReadings(final List<GaugeReading> readings) {
    for (final Held one : all()) {
      if (one.guard != null) {
        one.guard.read(
            new Gauges() {
              @Override
              public void add(Gauge gauge, double value) {
                Guard guard = one.guard;
                readings.add(new GaugeReading(guard.rule(), target, guard.kind(), gauge, value));
              }
            });
      }
    }
  }

  /** Also those no call has asked for since the rules changed: they still stand as they stood. */
  private synchronized Collection<Held> all() {
    Map<String, Held> all = new HashMap<>(inherited);
    all.putAll(held);
    return all.values();
  }

  private static final class Held {
    final GuardSettings settings;
    final Mode mode;
    final Guard guard;

    Held(GuardSettings settings, Mode mode, Guard guard) {
      this.settings = settings;
      this.mode = mode;
      this.guard = guard;
    }

    /**
     * A guard with state knows nothing of its mode, so that dry-run can be lifted with its state.
     */
    boolean serves(GuardSettings wanted, Mode wantedMode) {
      if (settings.stateful()) {
        return settings.equals(wanted) || guard != null && guard.adopt(wanted);
      }
      return settings.equals(wanted) && mode == wantedMode;
    }
  }
}
