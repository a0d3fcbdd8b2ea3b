// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Facts about objects we cannot add a field to, keyed by identity, held weakly. The last resort for
 * state: prefer the value that enter returns, a wrapped argument, or a place of the library's own.
 *
 * <p>Bounded: when full, a put is dropped, and the callers do without. Dead entries are removed by
 * the agent's own thread alone ({@link #expungeAll()}); no application thread ever polls the
 * reference queue, whose lock can park the carrier of a virtual thread.
 *
 * <p>A value must not refer to its key, or neither is ever released.
 */
public class WeakStore<K, V> {
  /** Stores live as long as their adapters; those of unloaded applications go with them. */
  private static final List<WeakReference<WeakStore<?, ?>>> ALL =
      new ArrayList<WeakReference<WeakStore<?, ?>>>();

  private static final int MOST_BUCKETS = 16384;

  /** Writers lock one of them, by bucket; readers lock nothing. */
  private static final int LOCKS = 16;

  private final ReferenceQueue<Object> dead = new ReferenceQueue<Object>();
  private final AtomicInteger size = new AtomicInteger();
  private final int limit;
  private final Object[] locks = new Object[LOCKS];

  /** Made with the first entry: most stores of most applications stay empty. */
  private volatile AtomicReferenceArray<Entry<V>> buckets;

  /**
   * @param limit the most entries it holds
   */
  public WeakStore(int limit) {
    this.limit = limit;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
    synchronized (ALL) {
      ALL.add(new WeakReference<WeakStore<?, ?>>(this));
    }
  }

  /** Null when there is none. Takes no lock and allocates nothing. */
  public final V get(K key) {
    AtomicReferenceArray<Entry<V>> table = buckets;
    if (table == null) {
      return null;
    }
    int hash = System.identityHashCode(key);
    Entry<V> entry = find(table.get(bucket(table, hash)), key, hash);
    return entry == null ? null : entry.value;
  }

  /**
   * Adds an entry, or gives the one there is another value.
   *
   * @return false when it is full and has no entry of this key
   */
  public final boolean put(K key, V value) {
    boolean full = size.get() >= limit;
    AtomicReferenceArray<Entry<V>> table = table();
    int hash = System.identityHashCode(key);
    int bucket = bucket(table, hash);
    synchronized (locks[bucket & (LOCKS - 1)]) {
      Entry<V> first = table.get(bucket);
      Entry<V> entry = find(first, key, hash);
      if (entry != null) {
        entry.value = value;
        return true;
      }
      if (full) {
        return false;
      }
      table.set(bucket, new Entry<V>(key, dead, hash, value, first));
    }
    size.incrementAndGet();
    return true;
  }

  public final V remove(K key) {
    AtomicReferenceArray<Entry<V>> table = buckets;
    if (table == null) {
      return null;
    }
    int hash = System.identityHashCode(key);
    int bucket = bucket(table, hash);
    Entry<V> entry;
    synchronized (locks[bucket & (LOCKS - 1)]) {
      entry = find(table.get(bucket), key, hash);
      if (entry == null) {
        return null;
      }
      unlink(table, bucket, entry);
    }
    return entry.value;
  }

  private synchronized AtomicReferenceArray<Entry<V>> made() {
    if (buckets == null) {
      int wanted = Math.min(Math.max(limit, LOCKS), MOST_BUCKETS);
      buckets = new AtomicReferenceArray<Entry<V>>(Integer.highestOneBit(wanted));
    }
    return buckets;
  }

  private AtomicReferenceArray<Entry<V>> table() {
    AtomicReferenceArray<Entry<V>> table = buckets;
    return table == null ? made() : table;
  }

  private static int bucket(AtomicReferenceArray<?> table, int hash) {
    return (hash ^ (hash >>> 16)) & (table.length() - 1);
  }

  private static <V> Entry<V> find(Entry<V> first, Object key, int hash) {
    for (Entry<V> entry = first; entry != null; entry = entry.next) {
      if (entry.hash == hash && entry.get() == key) {
        return entry;
      }
    }
    return null;
  }

  /**
   * To be called under the bucket's lock. A reader that stands on the entry still goes on.
   *
   * @return false when it was gone already
   */
  private boolean unlink(AtomicReferenceArray<Entry<V>> table, int bucket, Entry<V> gone) {
    Entry<V> before = null;
    for (Entry<V> entry = table.get(bucket); entry != null; entry = entry.next) {
      if (entry == gone) {
        if (before == null) {
          table.set(bucket, entry.next);
        } else {
          before.next = entry.next;
        }
        size.decrementAndGet();
        return true;
      }
      before = entry;
    }
    return false;
  }

  /** Without a look-up: may be asked on the hottest of paths. */
  public final boolean isEmpty() {
    return size.get() == 0;
  }

  public final int size() {
    return size.get();
  }

  /** Told, by the agent's own thread, of each value whose key is gone. */
  protected void released(V value) {}

  private void expunge() {
    Reference<?> reference = dead.poll();
    while (reference != null) {
      @SuppressWarnings("unchecked") // Nothing else is put into this queue.
      Entry<V> entry = (Entry<V>) reference;
      AtomicReferenceArray<Entry<V>> table = buckets;
      int bucket = bucket(table, entry.hash);
      boolean unlinked;
      synchronized (locks[bucket & (LOCKS - 1)]) {
        unlinked = unlink(table, bucket, entry);
      }
      if (unlinked) {
        released(entry.value);
      }
      reference = dead.poll();
    }
  }

  /** To be called from one daemon thread of the agent's. */
  public static void expungeAll() {
    List<WeakStore<?, ?>> stores = new ArrayList<WeakStore<?, ?>>();
    synchronized (ALL) {
      for (int i = ALL.size() - 1; i >= 0; i--) {
        WeakStore<?, ?> store = ALL.get(i).get();
        if (store == null) {
          ALL.remove(i);
        } else {
          stores.add(store);
        }
      }
    }
    for (WeakStore<?, ?> store : stores) {
      store.expunge();
    }
  }

  private static final class Entry<V> extends WeakReference<Object> {
    private final int hash;
    private volatile V value;
    private volatile Entry<V> next;

    Entry(Object key, ReferenceQueue<Object> dead, int hash, V value, Entry<V> next) {
      super(key, dead);
      this.hash = hash;
      this.value = value;
      this.next = next;
    }
  }
}
