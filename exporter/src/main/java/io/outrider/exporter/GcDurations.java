// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * {@code jvm.gc.duration}, from the JVM's notification of each collection.
 *
 * <p>The JVM calls from a thread of its own, which it also uses for others' notifications: the
 * listener records one value and returns.
 */
final class GcDurations implements NotificationListener {

  private static final AttributeKey<String> NAME = AttributeKey.stringKey("jvm.gc.name");
  private static final AttributeKey<String> ACTION = AttributeKey.stringKey("jvm.gc.action");

  private final DoubleHistogram durations;

  /** Few entries: collectors times their two kinds of collection. */
  private final Map<String, Attributes> attributes = new ConcurrentHashMap<>();

  GcDurations(Meter meter) {
    durations =
        meter
            .histogramBuilder("jvm.gc.duration")
            .setUnit("s")
            .setDescription("Time a collection took.")
            .setExplicitBucketBoundariesAdvice(Arrays.asList(0.01, 0.1, 1.0, 10.0))
            .build();
  }

  void listen() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean instanceof NotificationEmitter) {
        ((NotificationEmitter) bean).addNotificationListener(this, null, null);
      }
    }
  }

  void stop() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean instanceof NotificationEmitter) {
        try {
          ((NotificationEmitter) bean).removeNotificationListener(this);
        } catch (ListenerNotFoundException e) {
          // It was never added to this one.
          continue;
        }
      }
    }
  }

  @Override
  public void handleNotification(Notification notification, Object handback) {
    try {
      if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
          notification.getType())) {
        record(GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData()));
      }
    } catch (RuntimeException e) {
      // The JVM would print it; a lost value is not worth a line.
      return;
    }
  }

  private void record(GarbageCollectionNotificationInfo collection) {
    String key = collection.getGcName() + '\n' + collection.getGcAction();
    Attributes known = attributes.get(key);
    if (known == null) {
      known = Attributes.of(NAME, collection.getGcName(), ACTION, collection.getGcAction());
      attributes.put(key, known);
    }
    // The root context: the JVM's thread has none, and asking for it would cost a thread local.
    durations.record(collection.getGcInfo().getDuration() / 1000.0, known, Context.root());
  }
}
