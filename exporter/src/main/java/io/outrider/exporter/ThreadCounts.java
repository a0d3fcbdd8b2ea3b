// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.util.Locale;

/** {@code jvm.thread.count}: the platform threads by state and, from Java 9, by daemon. */
final class ThreadCounts {

  private static final AttributeKey<Boolean> DAEMON = AttributeKey.booleanKey("jvm.thread.daemon");
  private static final AttributeKey<String> STATE = AttributeKey.stringKey("jvm.thread.state");
  private static final Thread.State[] STATES = Thread.State.values();

  private final ThreadMXBean bean = ManagementFactory.getThreadMXBean();
  private final Method isDaemon = isDaemon();
  private final Attributes[] daemons = attributes(true);
  private final Attributes[] others = attributes(false);

  private ThreadCounts() {}

  static void register(Meter meter) {
    ThreadCounts counts = new ThreadCounts();
    meter
        .upDownCounterBuilder("jvm.thread.count")
        .setUnit("{thread}")
        .setDescription("Platform threads alive.")
        .buildWithCallback(counts::observe);
  }

  private void observe(ObservableLongMeasurement measurement) {
    long[] daemon = new long[STATES.length];
    long[] other = new long[STATES.length];
    // Without stack traces this stops no thread.
    for (ThreadInfo thread : bean.getThreadInfo(bean.getAllThreadIds())) {
      if (thread != null) {
        (isDaemon(thread) ? daemon : other)[thread.getThreadState().ordinal()]++;
      }
    }
    record(measurement, daemon, daemons);
    record(measurement, other, others);
  }

  private static void record(
      ObservableLongMeasurement measurement, long[] counts, Attributes[] attributes) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        measurement.record(counts[i], attributes[i]);
      }
    }
  }

  private boolean isDaemon(ThreadInfo thread) {
    try {
      return isDaemon != null && (Boolean) isDaemon.invoke(thread);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static Method isDaemon() {
    try {
      return ThreadInfo.class.getMethod("isDaemon");
    } catch (NoSuchMethodException e) {
      // Java 8
      return null;
    }
  }

  private Attributes[] attributes(boolean daemon) {
    Attributes[] byState = new Attributes[STATES.length];
    for (int i = 0; i < STATES.length; i++) {
      AttributesBuilder builder = Attributes.builder();
      builder.put(STATE, STATES[i].name().toLowerCase(Locale.ROOT));
      if (isDaemon != null) {
        builder.put(DAEMON, daemon);
      }
      byState[i] = builder.build();
    }
    return byState;
  }
}
