// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named texts in one line: {@code name=value&name=value}, percent-encoded. */
public final class Order {
  private final Map<String, String> values = new LinkedHashMap<>();

  public static Order parse(String line) {
    Order order = new Order();
    for (String pair : line.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        order.values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return order;
  }

  public Order with(String name, Object value) {
    if (value != null) {
      values.put(name, value.toString());
    }
    return this;
  }

  /** Null when absent. */
  public String get(String name) {
    return values.get(name);
  }

  public String get(String name, String otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : value;
  }

  public int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  public Map<String, String> values() {
    return values;
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (line.length() > 0) {
        line.append('&');
      }
      line.append(encode(value.getKey())).append('=').append(encode(value.getValue()));
    }
    return line.toString();
  }

  private static String encode(String text) {
    try {
      return URLEncoder.encode(text, "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }
}
