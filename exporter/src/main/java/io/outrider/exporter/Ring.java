// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded queue of what is to be sent, for many threads to fill and one to empty.
 *
 * <p>Adding allocates nothing, takes no lock and never waits: it claims a place and stores.
 */
final class Ring<T> {

  private final AtomicReferenceArray<T> places;
  private final int capacity;
  private final int mask;
  private final AtomicLong tail = new AtomicLong();
  // Written by the emptying thread only.
  private volatile long head;

  Ring(int capacity) {
    this.capacity = capacity;
    int size = Integer.highestOneBit(capacity);
    size = size == capacity ? size : size << 1;
    this.mask = size - 1;
    this.places = new AtomicReferenceArray<>(size);
  }

  /** Adds an item; returns how many wait then, or 0 when it found no place. */
  long add(T item) {
    long place;
    long waiting;
    do {
      place = tail.get();
      waiting = place - head;
      if (waiting >= capacity) {
        return 0;
      }
    } while (!tail.compareAndSet(place, place + 1));
    // Free: the emptying thread cleared it before it moved the head past it.
    places.lazySet((int) place & mask, item);
    return waiting + 1;
  }

  /**
   * Takes the oldest item, on the emptying thread.
   *
   * @return the item, or null when there is none or when its place is claimed but not yet filled
   */
  T poll() {
    int place = (int) head & mask;
    T item = places.get(place);
    if (item != null) {
      places.lazySet(place, null);
      head++;
    }
    return item;
  }

  /** Returns how many items wait, those included whose place is claimed only. */
  long size() {
    // The head first: it never overtakes the tail.
    long from = head;
    return tail.get() - from;
  }

  /** Returns the number of the next place; everything added before has a lower one. */
  long end() {
    return tail.get();
  }

  /** Returns the number of the oldest item's place. */
  long start() {
    return head;
  }
}
