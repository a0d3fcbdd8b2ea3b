// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * The stable JVM metrics of the OpenTelemetry semantic conventions, read from the MXBeans
 * themselves.
 *
 * <p>The platform MBeanServer is never asked for: making it is slow and an application may want to
 * choose its own. A group whose bean is missing is left out, the others stay.
 */
final class JvmMetrics {

  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("jvm.memory.type");
  private static final AttributeKey<String> POOL = AttributeKey.stringKey("jvm.memory.pool.name");

  private GcDurations collections;

  void register(Meter meter) {
    attempt(() -> memory(meter));
    attempt(() -> classes(meter));
    attempt(() -> ThreadCounts.register(meter));
    attempt(() -> CpuMetrics.register(meter));
    attempt(
        () -> {
          collections = new GcDurations(meter);
          collections.listen();
        });
  }

  void close() {
    GcDurations listening = collections;
    if (listening != null) {
      attempt(listening::stop);
    }
  }

  private static void attempt(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | LinkageError e) {
      // This JVM lacks the bean or the module; the rest is worth having.
      return;
    }
  }

  private static void memory(Meter meter) {
    List<Pool> pools = new ArrayList<>();
    for (MemoryPoolMXBean bean : ManagementFactory.getMemoryPoolMXBeans()) {
      pools.add(new Pool(bean));
    }
    ObservableLongMeasurement used =
        meter
            .upDownCounterBuilder("jvm.memory.used")
            .setUnit("By")
            .setDescription("Memory in use.")
            .buildObserver();
    ObservableLongMeasurement committed =
        meter
            .upDownCounterBuilder("jvm.memory.committed")
            .setUnit("By")
            .setDescription("Memory the JVM holds from the system.")
            .buildObserver();
    ObservableLongMeasurement limit =
        meter
            .upDownCounterBuilder("jvm.memory.limit")
            .setUnit("By")
            .setDescription("Memory the pool may grow to.")
            .buildObserver();
    ObservableLongMeasurement afterGc =
        meter
            .upDownCounterBuilder("jvm.memory.used_after_last_gc")
            .setUnit("By")
            .setDescription("Memory in use after the last collection of the pool.")
            .buildObserver();
    meter.batchCallback(
        () -> {
          for (Pool pool : pools) {
            pool.observe(used, committed, limit, afterGc);
          }
        },
        used,
        committed,
        limit,
        afterGc);
  }

  private static void classes(Meter meter) {
    ClassLoadingMXBean bean = ManagementFactory.getClassLoadingMXBean();
    meter
        .counterBuilder("jvm.class.loaded")
        .setUnit("{class}")
        .setDescription("Classes loaded since the start.")
        .buildWithCallback(m -> m.record(bean.getTotalLoadedClassCount()));
    meter
        .counterBuilder("jvm.class.unloaded")
        .setUnit("{class}")
        .setDescription("Classes unloaded since the start.")
        .buildWithCallback(m -> m.record(bean.getUnloadedClassCount()));
    meter
        .upDownCounterBuilder("jvm.class.count")
        .setUnit("{class}")
        .setDescription("Classes loaded now.")
        .buildWithCallback(m -> m.record(bean.getLoadedClassCount()));
  }

  private static final class Pool {
    private final MemoryPoolMXBean bean;
    private final Attributes attributes;

    Pool(MemoryPoolMXBean bean) {
      this.bean = bean;
      this.attributes =
          Attributes.of(
              TYPE, bean.getType() == MemoryType.HEAP ? "heap" : "non_heap", POOL, bean.getName());
    }

    void observe(
        ObservableLongMeasurement used,
        ObservableLongMeasurement committed,
        ObservableLongMeasurement limit,
        ObservableLongMeasurement afterGc) {
      MemoryUsage now = bean.getUsage();
      if (now != null) {
        used.record(now.getUsed(), attributes);
        committed.record(now.getCommitted(), attributes);
        if (now.getMax() >= 0) {
          limit.record(now.getMax(), attributes);
        }
      }
      MemoryUsage collected = bean.getCollectionUsage();
      if (collected != null) {
        afterGc.record(collected.getUsed(), attributes);
      }
    }
  }
}
