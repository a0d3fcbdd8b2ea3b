// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import com.sun.management.OperatingSystemMXBean;
import io.opentelemetry.api.metrics.Meter;
import java.lang.management.ManagementFactory;

/** {@code jvm.cpu.*}; its own class because {@code com.sun.management} may be missing. */
final class CpuMetrics {

  private CpuMetrics() {}

  static void register(Meter meter) {
    meter
        .upDownCounterBuilder("jvm.cpu.count")
        .setUnit("{cpu}")
        .setDescription("Processors the JVM may use.")
        .buildWithCallback(m -> m.record(Runtime.getRuntime().availableProcessors()));
    java.lang.management.OperatingSystemMXBean any = ManagementFactory.getOperatingSystemMXBean();
    if (!(any instanceof OperatingSystemMXBean)) {
      return;
    }
    OperatingSystemMXBean bean = (OperatingSystemMXBean) any;
    meter
        .counterBuilder("jvm.cpu.time")
        .ofDoubles()
        .setUnit("s")
        .setDescription("Processor time the process has used.")
        .buildWithCallback(
            m -> {
              long nanos = bean.getProcessCpuTime();
              if (nanos >= 0) {
                m.record(nanos / 1e9);
              }
            });
    meter
        .gaugeBuilder("jvm.cpu.recent_utilization")
        .setUnit("1")
        .setDescription("Share of the processors the process has used lately.")
        .buildWithCallback(
            m -> {
              double load = bean.getProcessCpuLoad();
              if (load >= 0) {
                m.record(load);
              }
            });
  }
}
