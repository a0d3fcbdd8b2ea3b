// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.io.File;

/**
 * How busy this process is. One thread samples, a few times a second and only while a rule asks;
 * guards read what it found, which costs a volatile read.
 *
 * <p>The CPU's load is smoothed exponentially with a time constant of one second, by the time that
 * has really passed, and begins at 0: a process that has just started is not taken for busy before
 * it has been so for more than a second.
 */
final class SystemLoad {
  private static final double SMOOTHING_NANOS = 1e9;

  /** The first samples have nothing to compare with. */
  private static final int PATIENCE = 20;

  private final LoadSource cpuSource;
  private final LoadSource heapSource;
  private volatile double cpu;
  private volatile double heap;
  private long sampledNanos;
  private boolean sampled;

  /** How often the CPU's load was not to be found out; negative once it was. */
  private int blind;

  SystemLoad(LoadSource cpuSource, LoadSource heapSource) {
    this.cpuSource = cpuSource;
    this.heapSource = heapSource;
  }

  static SystemLoad ofThisProcess() {
    return new SystemLoad(new CpuLoad(new File("/"), ProcessCpu.find()), OldHeap.find());
  }

  /** The part of the CPU time it may use that the process uses, 0 to 1. */
  double cpu() {
    return cpu;
  }

  /** The part of the heap that was still in use after the last collection of the old, 0 to 1. */
  double heap() {
    return heap;
  }

  /** True once, when it has turned out that nobody says how busy the CPU is. */
  boolean turnsOutBlind() {
    return blind == PATIENCE && ++blind > 0;
  }

  /** Measures anew. Called by one thread. */
  void sample(long nowNanos) {
    double live = heapSource.read(nowNanos);
    if (live >= 0) {
      heap = Math.min(1, live);
    }
    double busy = cpuSource.read(nowNanos);
    if (busy >= 0) {
      blind = -1;
    } else if (blind >= 0 && blind < PATIENCE) {
      blind++;
    }
    long passed = nowNanos - sampledNanos;
    if (!sampled || passed > 0) {
      if (busy >= 0 && sampled) {
        double weight = 1 - Math.exp(-passed / SMOOTHING_NANOS);
        cpu += weight * (Math.min(1, busy) - cpu);
      }
      sampledNanos = nowNanos;
      sampled = true;
    }
  }
}
