// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A control group that limits the CPU time of this process: its own, or one above it. Read from the
 * kernel's files as they are now, since limits change while processes run.
 */
abstract class Cgroup {
  private static final long US = 1_000;

  final File directory;
  double cpus;
  long periodNanos;
  long usedNanos;
  long throttled;

  Cgroup(File directory) {
    this.directory = directory;
  }

  /**
   * Those that apply to this process, its own first; empty when there are none to be seen. Which
   * they are is in {@code proc/self/cgroup}. In a container that path may be the host's, which is
   * not there: then what is mounted is the container's own.
   *
   * @param root where {@code proc} and {@code sys} are
   */
  static List<Cgroup> find(File root) {
    File mount = new File(root, "sys/fs/cgroup");
    boolean v2 = new File(mount, "cgroup.controllers").exists();
    String own = KernelFile.text(new File(root, "proc/self/cgroup"));
    for (String line : own == null ? new String[0] : own.split("\n")) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3) {
        continue;
      }
      if (v2 && parts[1].isEmpty()) {
        return upwards(mount, parts[2], true);
      }
      if (!v2 && hasCpu(parts[1])) {
        File named = new File(mount, parts[1]);
        return upwards(named.isDirectory() ? named : new File(mount, "cpu"), parts[2], false);
      }
    }
    return Collections.emptyList();
  }

  private static boolean hasCpu(String controllers) {
    for (String controller : controllers.split(",")) {
      if (controller.equals("cpu")) {
        return true;
      }
    }
    return false;
  }

  private static List<Cgroup> upwards(File mount, String path, boolean v2) {
    List<Cgroup> groups = new ArrayList<>();
    String at = path.trim();
    if (at.contains("..")) {
      // Outside of what this process may see.
      at = "";
    }
    while (true) {
      File directory = at.isEmpty() || at.equals("/") ? mount : new File(mount, at);
      if (directory.isDirectory()) {
        groups.add(v2 ? new Version2(directory) : new Version1(directory));
      }
      if (directory == mount) {
        return groups;
      }
      int slash = at.lastIndexOf('/');
      at = slash < 0 ? "" : at.substring(0, slash);
    }
  }

  /** Reads the files; what they do not say is unknown. */
  abstract void read();

  /** How many CPUs' time it may use; 0: no limit. */
  final double cpus() {
    return cpus;
  }

  /** How long a period of the quota is; above 0. */
  final long periodNanos() {
    return periodNanos > 0 ? periodNanos : 100_000 * US;
  }

  /** The CPU time it has used; negative when not known. */
  final long usedNanos() {
    return usedNanos;
  }

  /** In how many periods it had to wait for the next one. */
  final long throttled() {
    return throttled;
  }

  final void quota(long quotaMicros, long periodMicros) {
    boolean limited = quotaMicros > 0 && periodMicros > 0;
    cpus = limited ? (double) quotaMicros / periodMicros : 0;
    periodNanos = limited ? periodMicros * US : 0;
  }

  private static final class Version2 extends Cgroup {
    Version2(File directory) {
      super(directory);
    }

    @Override
    void read() {
      String max = KernelFile.text(new File(directory, "cpu.max"));
      String[] parts = max == null ? new String[0] : max.trim().split(" ");
      quota(
          parts.length < 2 ? -1 : KernelFile.number(parts[0]),
          parts.length < 2 ? -1 : KernelFile.number(parts[1]));
      String stat = cpus > 0 ? KernelFile.text(new File(directory, "cpu.stat")) : null;
      long used = KernelFile.value(stat, "usage_usec");
      usedNanos = used < 0 ? -1 : used * US;
      throttled = Math.max(0, KernelFile.value(stat, "nr_throttled"));
    }
  }

  private static final class Version1 extends Cgroup {
    Version1(File directory) {
      super(directory);
    }

    @Override
    void read() {
      quota(
          KernelFile.number(KernelFile.text(new File(directory, "cpu.cfs_quota_us"))),
          KernelFile.number(KernelFile.text(new File(directory, "cpu.cfs_period_us"))));
      usedNanos =
          cpus > 0 ? KernelFile.number(KernelFile.text(new File(directory, "cpuacct.usage"))) : -1;
      String stat = cpus > 0 ? KernelFile.text(new File(directory, "cpu.stat")) : null;
      throttled = Math.max(0, KernelFile.value(stat, "nr_throttled"));
    }
  }
}
