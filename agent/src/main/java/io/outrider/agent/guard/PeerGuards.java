// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.List;

/**
 * The guards of one peer. The engine keeps it on its Peer and asks it on every call; that costs two
 * volatile reads, and nothing is allocated but after a change of rules.
 */
public final class PeerGuards {
  private final Guards owner;
  private final Target target;
  private volatile PeerSnapshot snapshot;

  PeerGuards(Guards owner, Target target) {
    this.owner = owner;
    this.target = target;
    this.snapshot = new PeerSnapshot(owner, owner.rules(), target, null);
  }

  /**
   * The guards of every call to this peer; null when a rule asks for more than the peer, which
   * happens with no database. Then, and only then, those are worth finding out for {@link #select}.
   */
  public GuardSet whole() {
    return current().door().only();
  }

  /**
   * The guards of one call.
   *
   * @param path the canonical path, without the query; null when there is none
   * @param call is asked for headers and caller, if rules ask for them
   */
  public GuardSet select(String method, String path, GuardedCall call) {
    return current().door().select(method, path, call);
  }

  /** Likewise for a call of which no more is known. */
  public GuardSet select(String method, String path) {
    return select(method, path, GuardedCall.UNKNOWN);
  }

  /** The guards of rules that name a route, to be asked where the framework has found it. */
  public GuardSet selectRoute(String method, String route, GuardedCall call) {
    return current().route().select(method, route, call);
  }

  /** Likewise for a call of which no more is known. */
  public GuardSet selectRoute(String method, String route) {
    return selectRoute(method, route, GuardedCall.UNKNOWN);
  }

  /** The peer, as a person reads it: {@code inventory:8080}. */
  public String name() {
    return target.toString();
  }

  private PeerSnapshot current() {
    PeerSnapshot current = snapshot;
    return current.rules() == owner.rules() ? current : renew();
  }

  private synchronized PeerSnapshot renew() {
    PeerSnapshot current = snapshot;
    GuardRules rules = owner.rules();
    if (current.rules() != rules) {
      current = new PeerSnapshot(owner, rules, target, current);
      snapshot = current;
    }
    return current;
  }

  void addReadings(List<GaugeReading> readings) {
    snapshot.addReadings(readings);
  }

  void addBreakers(List<BreakerReading> readings) {
    snapshot.addBreakers(readings);
  }
}
