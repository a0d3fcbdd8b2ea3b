// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import io.outrider.agent.config.Key.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the text of a value. No regular expressions: this runs before the application's main. */
final class ValueText {
  private static final int LONGEST_LIST = 1_000;

  private ValueText() {}

  static Object parse(Key<?> key, String raw) throws BadValue {
    String value = raw.trim();
    if (key.type == Type.BOOLEAN) {
      return bool(value);
    }
    if (key.type == Type.INTEGER) {
      return integer(key, value);
    }
    if (key.type == Type.NUMBER) {
      return number(key, value);
    }
    if (key.type == Type.DURATION) {
      return duration(key, value);
    }
    if (key.type == Type.CHOICE) {
      return choice(key, value);
    }
    if (key.type == Type.LIST) {
      return list(key, value);
    }
    if (key.type == Type.MAP) {
      return map(value);
    }
    if (key.type == Type.URL) {
      return url(value);
    }
    if (key.type == Type.PATH && value.indexOf('\0') >= 0) {
      throw new BadValue("a file path", null);
    }
    return value;
  }

  static String describe(Key<?> key) {
    if (key.type == Type.BOOLEAN) {
      return "true or false";
    }
    if (key.type == Type.INTEGER || key.type == Type.NUMBER) {
      return range(key);
    }
    if (key.type == Type.DURATION) {
      String allowed = DurationText.allowed(key.isOtel());
      return key.allowed.length == 0 ? allowed : allowed + ", or " + join(key.allowed);
    }
    if (key.type == Type.CHOICE) {
      return "one of " + join(key.allowed);
    }
    if (key.type == Type.LIST) {
      return key.allowed.length == 0
          ? "a list separated by commas"
          : "a list, separated by commas, of " + join(key.allowed);
    }
    if (key.type == Type.MAP) {
      return "pairs k=v separated by commas";
    }
    if (key.type == Type.URL) {
      return "a URL that begins with http:// or https://";
    }
    return key.type == Type.PATH ? "a file path" : "text";
  }

  private static Duration duration(Key<?> key, String value) throws BadValue {
    for (int i = 0; i < key.allowed.length; i++) {
      if (key.allowed[i].equalsIgnoreCase(value)) {
        return Duration.ZERO;
      }
    }
    return DurationText.parse(value, key.isOtel());
  }

  static Boolean bool(String value) throws BadValue {
    if ("true".equalsIgnoreCase(value)) {
      return Boolean.TRUE;
    }
    if ("false".equalsIgnoreCase(value)) {
      return Boolean.FALSE;
    }
    boolean yes =
        "yes".equalsIgnoreCase(value) || "on".equalsIgnoreCase(value) || "1".equals(value);
    boolean no = "no".equalsIgnoreCase(value) || "off".equalsIgnoreCase(value) || "0".equals(value);
    throw new BadValue("true or false", yes ? "write true" : no ? "write false" : null);
  }

  private static Integer integer(Key<?> key, String value) throws BadValue {
    try {
      int parsed = Integer.parseInt(value);
      if (parsed >= key.min && parsed <= key.max) {
        return parsed;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: out of range and not a number read the same to the user.
    }
    throw new BadValue(range(key), null);
  }

  private static Double number(Key<?> key, String value) throws BadValue {
    try {
      double parsed = Double.parseDouble(value);
      // NaN fails both comparisons.
      if (parsed >= key.min && parsed <= key.max) {
        return parsed;
      }
    } catch (IllegalArgumentException e) {
      // As above.
    }
    String fix = value.endsWith("%") && key.max == 1 ? "write a share of 1: 0.25 for 25%" : null;
    throw new BadValue(range(key), fix);
  }

  private static String range(Key<?> key) {
    boolean whole = key.type == Type.INTEGER;
    String kind = whole ? "a whole number" : "a number";
    if (key.max == Integer.MAX_VALUE) {
      return kind + " from " + plain(key.min) + " up";
    }
    return kind + " from " + plain(key.min) + " to " + plain(key.max);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static String choice(Key<?> key, String value) throws BadValue {
    for (int i = 0; i < key.allowed.length; i++) {
      if (key.allowed[i].equalsIgnoreCase(value)) {
        return key.allowed[i];
      }
    }
    String near = Suggestion.nearest(value.toLowerCase(Locale.ROOT), key.allowed);
    throw new BadValue(describe(key), near == null ? null : "write " + near);
  }

  private static List<String> list(Key<?> key, String value) throws BadValue {
    List<String> elements = new ArrayList<String>();
    int start = 0;
    while (start <= value.length()) {
      int comma = value.indexOf(',', start);
      int end = comma < 0 ? value.length() : comma;
      String element = value.substring(start, end).trim();
      if (!element.isEmpty()) {
        elements.add(key.allowed.length == 0 ? element : choice(key, element));
      }
      start = end + 1;
    }
    if (elements.size() > LONGEST_LIST) {
      throw new BadValue("at most " + LONGEST_LIST + " elements", null);
    }
    if (key.allowed.length == 0
        && elements.size() == 1
        && "none".equalsIgnoreCase(elements.get(0))) {
      elements.clear();
    }
    return Collections.unmodifiableList(elements);
  }

  private static Map<String, String> map(String value) throws BadValue {
    Map<String, String> pairs = new LinkedHashMap<String, String>();
    int start = 0;
    while (start < value.length()) {
      int comma = value.indexOf(',', start);
      int end = comma < 0 ? value.length() : comma;
      String pair = value.substring(start, end).trim();
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        if (equals <= 0) {
          // The pair itself is not repeated: it may be a secret without its name.
          throw new BadValue(
              "pairs k=v separated by commas",
              "give pair "
                  + (pairs.size() + 1)
                  + " the form k=v, and write a comma within a value"
                  + " as %2C");
        }
        pairs.put(
            pair.substring(0, equals).trim(),
            PercentText.decode(pair.substring(equals + 1).trim()));
      }
      start = end + 1;
    }
    if (pairs.size() > LONGEST_LIST) {
      throw new BadValue("at most " + LONGEST_LIST + " pairs", null);
    }
    return Collections.unmodifiableMap(pairs);
  }

  private static String url(String value) throws BadValue {
    boolean http = value.regionMatches(true, 0, "http://", 0, 7) && value.length() > 7;
    boolean https = value.regionMatches(true, 0, "https://", 0, 8) && value.length() > 8;
    boolean blank = false;
    for (int i = 0; i < value.length(); i++) {
      blank |= value.charAt(i) <= ' ';
    }
    if ((http || https) && !blank) {
      return value;
    }
    boolean schemeMissing = value.indexOf("://") < 0 && !blank;
    throw new BadValue(
        "a URL that begins with http:// or https://",
        schemeMissing ? "put http:// in front of it" : null);
  }

  static String join(String[] values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ", ").append(values[i]);
    }
    return text.toString();
  }
}
