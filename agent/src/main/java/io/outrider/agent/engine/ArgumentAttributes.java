// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which arguments of a method become attributes of its span, and under which names. */
final class ArgumentAttributes {
  private final String[] names;

  /**
   * @param names one for each parameter; null where it is no attribute
   */
  ArgumentAttributes(String[] names) {
    this.names = names;
  }

  /** One that cannot be read is left out. */
  void put(Span span, Object[] arguments) {
    for (int i = 0; i < names.length; i++) {
      if (names[i] != null && arguments[i] != null) {
        try {
          put(span, names[i], arguments[i]);
        } catch (Throwable e) {
          Errors.observing("an argument of a method", e);
        }
      }
    }
  }

  private static void put(Span span, String name, Object value) {
    if (value instanceof Boolean) {
      span.setAttribute(name, (Boolean) value);
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      span.setAttribute(name, ((Number) value).longValue());
    } else if (value instanceof Double || value instanceof Float) {
      span.setAttribute(name, ((Number) value).doubleValue());
    } else if (value instanceof Object[]) {
      strings(span, name, Arrays.asList((Object[]) value));
    } else if (value instanceof List) {
      strings(span, name, (List<?>) value);
    } else if (value instanceof long[]) {
      List<Long> values = new ArrayList<Long>();
      for (long one : (long[]) value) {
        values.add(one);
      }
      span.setAttribute(AttributeKey.longArrayKey(name), values);
    } else if (value instanceof int[]) {
      List<Long> values = new ArrayList<Long>();
      for (int one : (int[]) value) {
        values.add((long) one);
      }
      span.setAttribute(AttributeKey.longArrayKey(name), values);
    } else if (value instanceof double[]) {
      List<Double> values = new ArrayList<Double>();
      for (double one : (double[]) value) {
        values.add(one);
      }
      span.setAttribute(AttributeKey.doubleArrayKey(name), values);
    } else {
      span.setAttribute(name, value.toString());
    }
  }

  private static void strings(Span span, String name, List<?> values) {
    List<String> texts = new ArrayList<String>(values.size());
    for (Object one : values) {
      texts.add(String.valueOf(one));
    }
    span.setAttribute(AttributeKey.stringArrayKey(name), texts);
  }
}
