// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attributes and bodies that come from the application's own OpenTelemetry API. */
final class ApiValues {
  /** The places of the types in OpenTelemetry's enumeration, AttributeType. */
  private static final int VALUE = 8;

  private ApiValues() {}

  /** One that is newer than we becomes a text. */
  @SuppressWarnings("unchecked") // The value comes from a key of the same type.
  static AttributeKey<Object> key(int type, String key) {
    AttributeKey<?> typed;
    switch (type) {
      case 1:
        typed = AttributeKey.booleanKey(key);
        break;
      case 2:
        typed = AttributeKey.longKey(key);
        break;
      case 3:
        typed = AttributeKey.doubleKey(key);
        break;
      case 4:
        typed = AttributeKey.stringArrayKey(key);
        break;
      case 5:
        typed = AttributeKey.booleanArrayKey(key);
        break;
      case 6:
        typed = AttributeKey.longArrayKey(key);
        break;
      case 7:
        typed = AttributeKey.doubleArrayKey(key);
        break;
      case VALUE:
        typed = AttributeKey.valueKey(key);
        break;
      default:
        typed = AttributeKey.stringKey(key);
    }
    return (AttributeKey<Object>) typed;
  }

  static Object value(int type, Object value) {
    if (type < VALUE) {
      return value;
    }
    return type == VALUE ? structured(value) : String.valueOf(value);
  }

  static Attributes attributes(Object[] flat) {
    AttributesBuilder builder = Attributes.builder();
    for (int i = 0; i < flat.length && flat[i] != null; i += 3) {
      int type = (Integer) flat[i];
      builder.put(key(type, (String) flat[i + 1]), value(type, flat[i + 2]));
    }
    return builder.build();
  }

  /** Lists, maps, texts, numbers and bytes, which may be nested. */
  static Value<?> structured(Object plain) {
    if (plain instanceof String) {
      return Value.of((String) plain);
    }
    if (plain instanceof Boolean) {
      return Value.of((Boolean) plain);
    }
    if (plain instanceof Long) {
      return Value.of((Long) plain);
    }
    if (plain instanceof Double) {
      return Value.of((Double) plain);
    }
    if (plain instanceof byte[]) {
      return Value.of((byte[]) plain);
    }
    if (plain instanceof List) {
      List<Value<?>> values = new ArrayList<Value<?>>();
      for (Object one : (List<?>) plain) {
        values.add(structured(one));
      }
      return Value.of(values);
    }
    if (plain instanceof Map) {
      Map<String, Value<?>> values = new LinkedHashMap<String, Value<?>>();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) plain).entrySet()) {
        values.put((String) entry.getKey(), structured(entry.getValue()));
      }
      return Value.of(values);
    }
    return Value.empty();
  }
}
