// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * A number many threads change, with as much unused space on both sides as two cache lines take:
 * what lies beside it in memory is read on every call, and would have to be fetched anew each time
 * another thread has written here.
 */
class HotLong extends HotLongValue {
  private static final AtomicLongFieldUpdater<HotLongValue> VALUE =
      AtomicLongFieldUpdater.newUpdater(HotLongValue.class, "value");

  // The JVM lays fields out class by class, but within one as it likes.
  long after0, after1, after2, after3, after4, after5, after6, after7;
  long after8, after9, after10, after11, after12, after13, after14, after15;

  final long get() {
    return value;
  }

  final boolean compareAndSet(long expected, long next) {
    return VALUE.compareAndSet(this, expected, next);
  }

  final long addAndGet(long change) {
    return VALUE.addAndGet(this, change);
  }
}

abstract class HotLongSpace {
  long before0, before1, before2, before3, before4, before5, before6, before7;
  long before8, before9, before10, before11, before12, before13, before14;
}

abstract class HotLongValue extends HotLongSpace {
  volatile long value;
}
