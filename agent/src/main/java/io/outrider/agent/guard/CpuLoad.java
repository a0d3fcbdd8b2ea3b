// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.io.File;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The part of the CPU time it may use that this process has used since it was asked before.
 *
 * <p>What it may use is the tightest quota of its control groups, and no more than the processors
 * there are. Under a quota the group's own time counts, for others in it use the quota up as well,
 * and a period in which the group was throttled counts as full whatever the mean says. Without a
 * quota, and where there are no control groups, the time of the process counts. The load average
 * does not: it is the host's.
 */
final class CpuLoad implements LoadSource {
  private final List<Cgroup> groups;
  private final LongSupplier processNanos;
  private final int processors;
  private Cgroup before;
  private long beforeNanos;
  private long usedBefore;
  private long throttledBefore;
  private boolean asked;

  /**
   * @param root where {@code proc} and {@code sys} are
   * @param processNanos the CPU time the process has used; negative: unknown
   */
  CpuLoad(File root, LongSupplier processNanos) {
    this(root, processNanos, 0);
  }

  /**
   * @param processors 0: as the JVM says each time
   */
  CpuLoad(File root, LongSupplier processNanos, int processors) {
    this.groups = Cgroup.find(root);
    this.processNanos = processNanos;
    this.processors = processors;
  }

  @Override
  public double read(long nowNanos) {
    double cpus = processors > 0 ? processors : Runtime.getRuntime().availableProcessors();
    Cgroup limiting = null;
    double quota = Double.MAX_VALUE;
    for (int i = 0; i < groups.size(); i++) {
      Cgroup group = groups.get(i);
      group.read();
      if (group.cpus() > 0 && group.cpus() < quota) {
        limiting = group;
        quota = group.cpus();
      }
    }
    long groupUsed = limiting == null ? -1 : limiting.usedNanos();
    long used = groupUsed >= 0 ? groupUsed : processNanos.getAsLong();
    long throttled = limiting == null ? 0 : limiting.throttled();
    double load = UNKNOWN;
    long passed = nowNanos - beforeNanos;
    if (asked && limiting == before && used >= usedBefore && used >= 0 && passed > 0) {
      load = (used - usedBefore) / (passed * Math.min(cpus, quota));
      if (throttled > throttledBefore) {
        double periods = Math.max(1, (double) passed / limiting.periodNanos());
        load = Math.max(load, (throttled - throttledBefore) / periods);
      }
    }
    asked = used >= 0;
    before = limiting;
    beforeNanos = nowNanos;
    usedBefore = used;
    throttledBefore = throttled;
    return load;
  }
}
