// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** All guards of this agent: the rules in force, and the guards they have made. */
public final class Guards {
  private final GuardTelemetry telemetry;
  private final GuardLog log;
  private final LongSupplier clock;
  private final ConcurrentHashMap<String, PeerGuards> peers = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Decisions> decisions = new ConcurrentHashMap<>();
  private final long startMillis = System.currentTimeMillis();
  private volatile GuardRules rules;
  private SystemLoad load; // guarded by this

  /**
   * @param log takes one line at WARN, already limited in number
   */
  public Guards(GuardRules rules, GuardTelemetry telemetry, Consumer<String> log) {
    this(rules, telemetry, log, new NanoTime());
  }

  /** Made with a load that somebody else measures. */
  Guards(GuardRules rules, Consumer<String> log, LongSupplier clock, SystemLoad load) {
    this(rules, GuardTelemetry.NONE, log, clock);
    this.load = load;
  }

  Guards(GuardRules rules, GuardTelemetry telemetry, Consumer<String> log, LongSupplier clock) {
    this.rules = rules;
    this.telemetry = telemetry;
    this.log = new GuardLog(log, clock);
    this.clock = clock;
  }

  /**
   * The guards of a peer; the same object for the same peer. The caller keeps it, and bounds how
   * many peers there are.
   *
   * @param host null when the peer has none
   * @param port 0 or less when not known
   * @param pool the name of the connection pool; null when not known
   * @param database null when it is none, or not known
   */
  public PeerGuards forPeer(CallKind kind, String host, int port, String pool, String database) {
    String name = host == null ? null : host.toLowerCase(Locale.ROOT);
    String key = kind.text() + '\n' + name + '\n' + port + '\n' + pool + '\n' + database;
    return guardsOf(key, new Target(kind, name, port, pool, database, false));
  }

  /**
   * Likewise of a place that messages go to or come from.
   *
   * @param topic the topic, queue or exchange; null for all that have none: no guard keeps state on
   *     those
   */
  public PeerGuards forTopic(CallKind kind, String system, String host, int port, String topic) {
    String name = host == null ? null : host.toLowerCase(Locale.ROOT);
    String key = kind.text() + '\n' + name + '\n' + port + '\n' + system + '\n' + topic;
    return guardsOf(key, Target.ofMessages(kind, system, name, port, topic));
  }

  /**
   * Likewise of a method of the application's own.
   *
   * @param className internal
   */
  public PeerGuards forMethod(String className, String function, boolean isPublic) {
    String key = CallKind.METHOD.text() + '\n' + className + '\n' + function + '\n' + isPublic;
    return guardsOf(key, Target.ofMethod(className, function, isPublic));
  }

  private PeerGuards guardsOf(String key, Target target) {
    PeerGuards known = peers.get(key);
    if (known != null) {
      return known;
    }
    PeerGuards fresh = new PeerGuards(this, target);
    known = peers.putIfAbsent(key, fresh);
    return known == null ? fresh : known;
  }

  /**
   * The guards of the peer that stands for all that did not fit into the caller's table: rules that
   * name no host apply, and no guard that would mix the fates of different peers.
   */
  public PeerGuards overflow(CallKind kind) {
    return new PeerGuards(this, new Target(kind, null, 0, null, null, true));
  }

  /** Puts other rules into force, for calls that begin from now on. */
  public void replace(GuardRules next) {
    rules = next;
  }

  /** How often guards have decided in which way. Allocates: for the collection of metrics. */
  public List<DecisionCount> decisions() {
    List<DecisionCount> counts = new ArrayList<>();
    for (Decisions group : decisions.values()) {
      group.addTo(counts);
    }
    return counts;
  }

  /** What was decided since the start, for people to read. */
  public GuardReport report() {
    return new GuardReport(
        decisions(), log.book().tallies(), rules, startMillis, System.currentTimeMillis());
  }

  /** What the guards there are say of themselves. Allocates: for the collection of metrics. */
  public List<GaugeReading> readings() {
    List<GaugeReading> readings = new ArrayList<>();
    for (PeerGuards peer : peers.values()) {
      peer.addReadings(readings);
    }
    return readings;
  }

  /** The circuit breakers there are. Allocates: for the collection of metrics. */
  public List<BreakerReading> breakers() {
    List<BreakerReading> readings = new ArrayList<>();
    for (PeerGuards peer : peers.values()) {
      peer.addBreakers(readings);
    }
    return readings;
  }

  /**
   * Measures how busy the process is, if a rule asks for that. Called a few times a second by one
   * thread.
   *
   * @return whether a rule asks
   */
  public boolean measureLoad() {
    if (!rules.askForLoad()) {
      return false;
    }
    SystemLoad measured = load();
    measured.sample(nowNanos());
    if (measured.turnsOutBlind()) {
      log.blind();
    }
    return true;
  }

  /** Nothing is known of it, which is as if there were none, until it is measured. */
  synchronized SystemLoad load() {
    if (load == null) {
      load = SystemLoad.ofThisProcess();
    }
    return load;
  }

  /** Whether any rule is for messages that the application works on. */
  public boolean holds() {
    return rules.hold();
  }

  /** Whether any rule asks for retries. */
  public boolean retries() {
    return rules.retries();
  }

  GuardRules rules() {
    return rules;
  }

  GuardTelemetry telemetry() {
    return telemetry;
  }

  GuardLog log() {
    return log;
  }

  LongSupplier clock() {
    return clock;
  }

  long nowNanos() {
    return clock.getAsLong();
  }

  /** One counter for all chains of the same guards by the same rules, whatever their peers. */
  Decisions decisionsOf(Guard[] guards) {
    return decisionsOf(guards, false);
  }

  /** For a guard that decides at the end of the call. */
  Decisions lateDecisionsOf(Guard guard) {
    return decisionsOf(new Guard[] {guard}, true);
  }

  private Decisions decisionsOf(Guard[] guards, boolean late) {
    StringBuilder key = new StringBuilder(late ? "late" : "");
    for (Guard guard : guards) {
      key.append('|').append(guard.rule()).append('/').append(guard.kind().text());
    }
    Decisions known = decisions.get(key.toString());
    if (known != null) {
      return known;
    }
    Decisions fresh = new Decisions(guards, late);
    known = decisions.putIfAbsent(key.toString(), fresh);
    return known == null ? fresh : known;
  }

  private static final class NanoTime implements LongSupplier {
    @Override
    public long getAsLong() {
      return System.nanoTime();
    }
  }
}
