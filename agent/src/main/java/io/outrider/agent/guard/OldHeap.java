// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * The part of the heap that is live: what was left in the old generation by its last collection.
 * What is in use at any moment says little, for garbage is in use until it is collected.
 */
final class OldHeap implements LoadSource {
  private final MemoryPoolMXBean pool;

  private OldHeap(MemoryPoolMXBean pool) {
    this.pool = pool;
  }

  static LoadSource find() {
    try {
      return new OldHeap(old(ManagementFactory.getMemoryPoolMXBeans()));
    } catch (RuntimeException | LinkageError e) {
      // This JVM lacks the beans or their module.
      return new OldHeap(null);
    }
  }

  /** Null when there is none. A collector without generations has one pool for the whole heap. */
  private static MemoryPoolMXBean old(List<MemoryPoolMXBean> pools) {
    MemoryPoolMXBean only = null;
    int heaps = 0;
    for (MemoryPoolMXBean pool : pools) {
      if (pool.getType() == MemoryType.HEAP) {
        String name = pool.getName();
        if (name.contains("Old") || name.contains("Tenured")) {
          return pool;
        }
        only = pool;
        heaps++;
      }
    }
    return heaps == 1 ? only : null;
  }

  @Override
  public double read(long nowNanos) {
    MemoryUsage usage = pool == null ? null : pool.getCollectionUsage();
    if (usage == null) {
      return UNKNOWN;
    }
    long max = usage.getMax() > 0 ? usage.getMax() : Runtime.getRuntime().maxMemory();
    return (double) usage.getUsed() / max;
  }
}
