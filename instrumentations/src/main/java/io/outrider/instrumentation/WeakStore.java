// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

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

  private final ConcurrentHashMap<Object, V> map = new ConcurrentHashMap<Object, V>();
  private final ReferenceQueue<Object> dead = new ReferenceQueue<Object>();
  private final AtomicInteger size = new AtomicInteger();
  private final int limit;

  /**
   * @param limit the most entries it holds
   */
  public WeakStore(int limit) {
    this.limit = limit;
    synchronized (ALL) {
      ALL.add(new WeakReference<WeakStore<?, ?>>(this));
    }
  }

  /** Null when there is none. */
  public final V get(K key) {
    // A lookup allocates one short-lived probe, which escape analysis removes where it can.
    return map.get(new Probe(key));
  }

  /**
   * Adds an entry, or gives the one there is another value.
   *
   * @return false when it is full and has no entry of this key
   */
  public final boolean put(K key, V value) {
    if (size.get() >= limit) {
      return map.replace(new Probe(key), value) != null;
    }
    if (map.put(new Key(key, dead), value) == null) {
      size.incrementAndGet();
    }
    return true;
  }

  public final V remove(K key) {
    V removed = map.remove(new Probe(key));
    if (removed != null) {
      size.decrementAndGet();
    }
    return removed;
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
      V value = map.remove(reference);
      if (value != null) {
        size.decrementAndGet();
        released(value);
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

  /** Equal to a probe of the same object and, once that is gone, only to itself. */
  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object key, ReferenceQueue<Object> dead) {
      super(key, dead);
      hash = System.identityHashCode(key);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      Object key = get();
      return key != null && other instanceof Key && ((Key) other).get() == key;
    }
  }

  private static final class Probe {
    private final Object key;

    Probe(Object key) {
      this.key = key;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(key);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key && ((Key) other).get() == key;
    }
  }
}
