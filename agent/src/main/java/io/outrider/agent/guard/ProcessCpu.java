// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * The CPU time this process has used, in nanoseconds; negative when nobody knows. Its own class
 * because {@code com.sun.management} may be missing. The bean is asked itself: the platform's
 * MBeanServer is the application's to make.
 */
final class ProcessCpu implements LongSupplier {
  private final OperatingSystemMXBean bean;

  private ProcessCpu(OperatingSystemMXBean bean) {
    this.bean = bean;
  }

  static LongSupplier find() {
    try {
      java.lang.management.OperatingSystemMXBean any = ManagementFactory.getOperatingSystemMXBean();
      if (any instanceof OperatingSystemMXBean) {
        return new ProcessCpu((OperatingSystemMXBean) any);
      }
    } catch (RuntimeException | LinkageError e) {
      // This JVM lacks the bean or its module.
      return new Unknown();
    }
    return new Unknown();
  }

  @Override
  public long getAsLong() {
    return bean.getProcessCpuTime();
  }

  private static final class Unknown implements LongSupplier {
    @Override
    public long getAsLong() {
      return -1;
    }
  }
}
