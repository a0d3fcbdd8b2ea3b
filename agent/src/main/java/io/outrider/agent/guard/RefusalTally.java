// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What one guard of one rule has refused, or would have: how often, when, and to whom. */
final class RefusalTally {
  /** Calls to more peers than this are counted without their peers. */
  private static final int MOST_PEERS = 50;

  final String rule;
  final GuardKind guard;
  final boolean enforced;
  private final LongAdder count = new LongAdder();
  private final AtomicLong firstMillis = new AtomicLong();
  private volatile long lastMillis;
  private final ConcurrentHashMap<String, LongAdder> peers = new ConcurrentHashMap<>();

  RefusalTally(String rule, GuardKind guard, boolean enforced) {
    this.rule = rule;
    this.guard = guard;
    this.enforced = enforced;
  }

  void add(String peer, long nowMillis) {
    count.increment();
    if (firstMillis.get() == 0) {
      firstMillis.compareAndSet(0, nowMillis);
    }
    lastMillis = nowMillis;
    LongAdder known = peers.get(peer);
    if (known == null && peers.size() < MOST_PEERS) {
      LongAdder fresh = new LongAdder();
      LongAdder raced = peers.putIfAbsent(peer, fresh);
      known = raced == null ? fresh : raced;
    }
    if (known != null) {
      known.increment();
    }
  }

  long count() {
    return count.sum();
  }

  long firstMillis() {
    return firstMillis.get();
  }

  long lastMillis() {
    return lastMillis;
  }

  /** The peer that was hit most. */
  String mostHit() {
    String most = "";
    long hits = -1;
    for (Map.Entry<String, LongAdder> peer : peers.entrySet()) {
      long sum = peer.getValue().sum();
      if (sum > hits) {
        hits = sum;
        most = peer.getKey();
      }
    }
    return most;
  }

  int peerCount() {
    return peers.size();
  }
}
