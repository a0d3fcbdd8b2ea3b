// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers what was refused, and what would have been; knows when it is time for a line about it.
 * Calls that are admitted never come here.
 */
final class RefusalBook {
  /** Rules that came and went with edits are remembered too; this bounds them. */
  private static final int MOST_RULES = 4_000;

  private static final int KINDS = GuardKind.values().length;

  private final ConcurrentHashMap<String, Page> pages = new ConcurrentHashMap<>();

  /** Counts one refusal; null when there are too many rules. */
  Page count(String rule, GuardKind guard, String peer, boolean enforced) {
    Page page = pages.get(rule);
    if (page == null) {
      if (pages.size() >= MOST_RULES) {
        return null;
      }
      Page fresh = new Page();
      page = pages.putIfAbsent(rule, fresh);
      page = page == null ? fresh : page;
    }
    page.tally(rule, guard, enforced).add(peer, System.currentTimeMillis());
    return page;
  }

  /** All that was refused, or would have been. */
  List<RefusalTally> tallies() {
    List<RefusalTally> all = new ArrayList<>();
    for (Page page : pages.values()) {
      page.addTo(all);
    }
    return all;
  }

  /** What is known of one rule. */
  static final class Page {
    private final AtomicReferenceArray<RefusalTally> tallies =
        new AtomicReferenceArray<>(2 * KINDS);
    final Pace refused = new Pace();
    final Pace wouldRefuse = new Pace();

    private RefusalTally tally(String rule, GuardKind guard, boolean enforced) {
      int place = 2 * guard.ordinal() + (enforced ? 1 : 0);
      RefusalTally known = tallies.get(place);
      if (known == null) {
        tallies.compareAndSet(place, null, new RefusalTally(rule, guard, enforced));
        known = tallies.get(place);
      }
      return known;
    }

    private void addTo(Collection<RefusalTally> all) {
      for (int i = 0; i < tallies.length(); i++) {
        RefusalTally tally = tallies.get(i);
        if (tally != null) {
          all.add(tally);
        }
      }
    }
  }

  /** When the next line is due. */
  static final class Pace {
    private final AtomicLong saidNanos = new AtomicLong();
    private final AtomicLong unsaid = new AtomicLong();
    private volatile boolean begun;

    /** How many refusals a line is to tell of that is due now; 0: none is due. */
    long due(long nowNanos, long periodNanos) {
      unsaid.incrementAndGet();
      long before = saidNanos.get();
      if (begun && nowNanos - before < periodNanos) {
        return 0;
      }
      if (!begun) {
        return first(nowNanos);
      }
      return saidNanos.compareAndSet(before, nowNanos) ? unsaid.getAndSet(0) : 0;
    }

    private synchronized long first(long nowNanos) {
      if (begun) {
        return 0;
      }
      saidNanos.set(nowNanos);
      begun = true;
      return unsaid.getAndSet(0);
    }
  }
}
