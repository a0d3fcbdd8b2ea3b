// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A token bucket for each key, for a bounded number of keys, 16 bytes each: the key's hash, and the
 * bucket as one number (see {@link Gcra}).
 *
 * <p>A hash belongs to one small set of places and is looked for in all of them. When a new key
 * finds its set full, the bucket that is nearest to full makes room: mostly it is full by now, and
 * then nothing is forgotten. A key that was forgotten starts again with a full bucket, as every new
 * one does. Keys spread over the sets by chance, so some are full before the table is: to tell
 * apart {@code n} keys that are busy at the same time takes room for about one and a half times as
 * many.
 *
 * <p>A key that is there is found, and its token taken, without a lock. A new one is put there
 * under a lock that covers {@value #SETS_PER_PART} sets and that nobody holds while it waits. Parts
 * are made when first needed.
 */
final class KeyedGcra implements Tokens {
  private static final int WAYS = 16;
  private static final int SETS_PER_PART = 64;

  private final CellRate rate;
  private final long base;
  private final int ways;
  private final int sets;
  private final AtomicReferenceArray<Part> parts;
  private final AtomicInteger keys = new AtomicInteger();
  private final Gcra keyless;

  /**
   * @param maxKeys never more than so many; at least 1
   */
  KeyedGcra(CellRate rate, int maxKeys, long nowNanos) {
    this.rate = rate;
    this.base = nowNanos;
    this.sets = Math.max(1, maxKeys / WAYS);
    this.ways = maxKeys / sets;
    this.parts = new AtomicReferenceArray<>((sets - 1) / SETS_PER_PART + 1);
    this.keyless = new Gcra(rate, nowNanos);
  }

  @Override
  public long reserve(long key, long nowNanos, long maxWaitNanos) {
    if (key == NO_KEY) {
      return keyless.take(1, nowNanos, maxWaitNanos);
    }
    long now = CellRate.ticks(nowNanos - base);
    int set = set(key);
    Part part = part(set);
    while (true) {
      int place = part.find(key, set);
      if (place < 0) {
        if (part.add(key, set, now)) {
          return 0;
        }
        continue;
      }
      long before = part.arrivals.get(place);
      if (part.hashes.get(place) != key) {
        // It has just made room for another, and what was read may be that one's.
        continue;
      }
      long after = rate.after(before, now, 1);
      long lacks = rate.lacksNanos(after, now);
      if (lacks > maxWaitNanos) {
        return maxWaitNanos - lacks;
      }
      if (part.arrivals.compareAndSet(place, before, after)) {
        return Math.max(0, lacks);
      }
    }
  }

  @Override
  public void release(long key, long turnNanos) {
    if (key == NO_KEY) {
      keyless.giveBack(1, turnNanos);
      return;
    }
    long turn = CellRate.ticks(turnNanos - base);
    int set = set(key);
    Part part = part(set);
    while (true) {
      int place = part.find(key, set);
      if (place < 0) {
        return;
      }
      long before = part.arrivals.get(place);
      if (part.hashes.get(place) == key
          && (rate.lacksNanos(before, turn) > 0
              || part.arrivals.compareAndSet(place, before, before - rate.callTicks))) {
        return;
      }
    }
  }

  @Override
  public int keys() {
    return keys.get();
  }

  private int set(long key) {
    return (int) ((key >>> 32) * sets >>> 32);
  }

  private Part part(int set) {
    int index = set / SETS_PER_PART;
    Part part = parts.get(index);
    while (part == null) {
      int here = Math.min(SETS_PER_PART, sets - index * SETS_PER_PART);
      parts.compareAndSet(index, null, new Part(here * ways));
      part = parts.get(index);
    }
    return part;
  }

  private final class Part {
    /** {@link Tokens#NO_KEY}: nobody's place. */
    final AtomicLongArray hashes;

    final AtomicLongArray arrivals;

    Part(int places) {
      hashes = new AtomicLongArray(places);
      arrivals = new AtomicLongArray(places);
    }

    /** The key's place, or -1. */
    int find(long key, int set) {
      int first = set % SETS_PER_PART * ways;
      for (int place = first; place < first + ways; place++) {
        if (hashes.get(place) == key) {
          return place;
        }
      }
      return -1;
    }

    /** Puts a new key there that has taken its first token; false when it is there already. */
    synchronized boolean add(long key, int set, long now) {
      if (find(key, set) >= 0) {
        return false;
      }
      int place = room(set);
      if (hashes.get(place) == NO_KEY) {
        keys.incrementAndGet();
      }
      // In this order, so that whoever sees a key twice has read its own bucket in between.
      hashes.set(place, NO_KEY);
      arrivals.set(place, rate.after(0, now, 1));
      hashes.set(place, key);
      return true;
    }

    private int room(int set) {
      int first = set % SETS_PER_PART * ways;
      int fullest = first;
      for (int place = first; place < first + ways; place++) {
        if (hashes.get(place) == NO_KEY) {
          return place;
        }
        if (arrivals.get(place) < arrivals.get(fullest)) {
          fullest = place;
        }
      }
      return fullest;
    }
  }
}
