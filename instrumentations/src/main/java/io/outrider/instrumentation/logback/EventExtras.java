// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.logback;

import ch.qos.logback.classic.spi.LoggingEvent;
import io.outrider.instrumentation.LogEvents;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.slf4j.Marker;

/**
 * Markers and key-value pairs: one marker until 1.2, a list since 1.3, pairs since then. Looked up
 * once, because no one class has them all.
 */
final class EventExtras {
  private final MethodHandle marker;
  private final MethodHandle markers;
  private final MethodHandle pairs;
  private final MethodHandle key;
  private final MethodHandle value;

  EventExtras() {
    markers = method("getMarkerList", List.class);
    marker = markers == null ? method("getMarker", Marker.class) : null;
    pairs = method("getKeyValuePairs", List.class);
    key = pairs == null ? null : field("key", String.class);
    value = pairs == null ? null : field("value", Object.class);
  }

  private static MethodHandle method(String name, Class<?> returned) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(LoggingEvent.class, name, MethodType.methodType(returned))
          .asType(MethodType.methodType(returned, LoggingEvent.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static MethodHandle field(String name, Class<?> type) {
    try {
      Class<?> pair =
          Class.forName("org.slf4j.event.KeyValuePair", false, EventExtras.class.getClassLoader());
      return MethodHandles.publicLookup()
          .findGetter(pair, name, type)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  void add(LogEvents logs, Object line, LoggingEvent event) {
    try {
      addMarkers(logs, line, event);
      addPairs(logs, line, event);
    } catch (Throwable e) {
      // Such a line says less.
      return;
    }
  }

  private void addMarkers(LogEvents logs, Object line, LoggingEvent event) throws Throwable {
    if (marker != null) {
      Marker one = (Marker) marker.invoke(event);
      if (one != null) {
        logs.attribute(line, "logback.marker", one.getName());
      }
    } else if (markers != null) {
      List<?> all = (List<?>) markers.invoke(event);
      if (all != null && !all.isEmpty()) {
        StringBuilder names = new StringBuilder();
        for (Object each : all) {
          names.append(names.length() == 0 ? "" : ",").append(((Marker) each).getName());
        }
        logs.attribute(line, "logback.marker", names.toString());
      }
    }
  }

  private void addPairs(LogEvents logs, Object line, LoggingEvent event) throws Throwable {
    if (key == null || value == null) {
      return;
    }
    List<?> all = (List<?>) pairs.invoke(event);
    if (all != null) {
      for (Object pair : all) {
        Object name = key.invoke(pair);
        logs.attribute(line, String.valueOf(name), value.invoke(pair));
      }
    }
  }
}
