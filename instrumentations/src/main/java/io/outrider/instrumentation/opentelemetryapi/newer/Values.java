// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi.newer;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Structured values, since 1.42, taken apart into lists, maps and bytes. */
public final class Values {
  /** The place of their type among those of attributes. */
  public static final int TYPE = 8;

  /** What is nested deeper is left out. */
  private static final int DEEPEST = 32;

  private Values() {}

  /** Null for the empty value, and for what is none. */
  public static Object plain(Object value) {
    return plain(value, 0);
  }

  private static Object plain(Object value, int depth) {
    Object is = value instanceof Value ? ((Value<?>) value).getValue() : value;
    if (is instanceof String
        || is instanceof Boolean
        || is instanceof Long
        || is instanceof Double) {
      return is;
    }
    if (depth >= DEEPEST) {
      return null;
    }
    if (is instanceof ByteBuffer) {
      ByteBuffer buffer = ((ByteBuffer) is).duplicate();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }
    if (!(is instanceof List)) {
      return null;
    }
    List<?> all = (List<?>) is;
    if (all.isEmpty() || !(all.get(0) instanceof KeyValue)) {
      List<Object> list = new ArrayList<Object>(all.size());
      for (Object one : all) {
        list.add(plain(one, depth + 1));
      }
      return list;
    }
    Map<String, Object> map = new LinkedHashMap<String, Object>();
    for (Object one : all) {
      map.put(((KeyValue) one).getKey(), plain(((KeyValue) one).getValue(), depth + 1));
    }
    return map;
  }
}
