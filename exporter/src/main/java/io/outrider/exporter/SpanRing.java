// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded queue of ended spans for many threads to fill and one to empty.
 *
 * <p>Adding allocates nothing, takes no lock and never waits: it claims a place and stores.
 */
final class SpanRing {

  private final AtomicReferenceArray<SpanData> places;
  private final int capacity;
  private final int mask;
  private final AtomicLong tail = new AtomicLong();
  // Written by the emptying thread only.
  private volatile long head;

  SpanRing(int capacity) {
    this.capacity = capacity;
    int size = Integer.highestOneBit(capacity);
    size = size == capacity ? size : size << 1;
    this.mask = size - 1;
    this.places = new AtomicReferenceArray<>(size);
  }

  /** Adds a span; returns how many wait then, or 0 when it found no place. */
  long add(SpanData span) {
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
    places.lazySet((int) place & mask, span);
    return waiting + 1;
  }

  /**
   * Takes the oldest span, on the emptying thread.
   *
   * @return the span, or null when there is none or when its place is claimed but not yet filled
   */
  SpanData poll() {
    int place = (int) head & mask;
    SpanData span = places.get(place);
    if (span != null) {
      places.lazySet(place, null);
      head++;
    }
    return span;
  }

  /** Returns how many spans wait, those included whose place is claimed only. */
  long size() {
    // The head first: it never overtakes the tail.
    long from = head;
    return tail.get() - from;
  }

  /** Returns the number of the next place; everything added before has a lower one. */
  long end() {
    return tail.get();
  }

  /** Returns the number of the oldest span's place. */
  long start() {
    return head;
  }
}
