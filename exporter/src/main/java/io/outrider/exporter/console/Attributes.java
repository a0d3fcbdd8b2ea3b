// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.Map;

/** Reads OTLP attributes as text, each cut to a bounded length. */
final class Attributes {
  /** Longer values are cut: one span must not fill the console's memory. */
  static final int MAX_LENGTH = 256;

  private static final int MAX_COUNT = 64;
  private static final int MAX_DEPTH = 8;

  private static final String[] SHOWN = {
    "db.",
    "error.",
    "exception.",
    "http.",
    "messaging.",
    "outrider.",
    "rpc.",
    "server.",
    "service.",
    "url."
  };

  private Attributes() {}

  /** Reads one KeyValue message into the map, unless the console has no use for its key. */
  static void readShown(Map<String, String> attributes, ProtoReader keyValue)
      throws MalformedRequest {
    read(attributes, keyValue, false);
  }

  /** Reads one KeyValue message into the map: all of them tell one metric series from another. */
  static void readAny(Map<String, String> attributes, ProtoReader keyValue)
      throws MalformedRequest {
    read(attributes, keyValue, true);
  }

  private static void read(Map<String, String> attributes, ProtoReader keyValue, boolean any)
      throws MalformedRequest {
    String key = "";
    ProtoReader value = null;
    while (keyValue.next()) {
      switch (keyValue.field()) {
        case 1:
          key = keyValue.string();
          break;
        case 2:
          value = keyValue.message();
          break;
        default:
      }
    }
    if (value != null && attributes.size() < MAX_COUNT && (any || isShown(key))) {
      StringBuilder text = new StringBuilder();
      appendValue(text, value, 0);
      attributes.put(cut(key), cut(text.toString()));
    }
  }

  static String cut(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
    return text.substring(0, end);
  }

  private static boolean isShown(String key) {
    for (String prefix : SHOWN) {
      if (key.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static void appendValue(StringBuilder text, ProtoReader any, int depth)
      throws MalformedRequest {
    while (any.next()) {
      switch (any.field()) {
        case 1:
          text.append(any.string());
          break;
        case 2:
          text.append(any.varint() != 0);
          break;
        case 3:
          text.append(any.varint());
          break;
        case 4:
          text.append(any.float64());
          break;
        case 5:
          appendArray(text, any.message(), depth + 1);
          break;
        case 7:
          text.append(any.hex());
          break;
        default: // Maps have no attribute the console shows.
      }
    }
  }

  private static void appendArray(StringBuilder text, ProtoReader array, int depth)
      throws MalformedRequest {
    if (depth > MAX_DEPTH) {
      throw new MalformedRequest("attribute nested more than " + MAX_DEPTH + " deep");
    }
    String separator = "";
    while (array.next()) {
      if (array.field() == 1 && text.length() <= MAX_LENGTH) {
        text.append(separator);
        appendValue(text, array.message(), depth);
        separator = ",";
      }
    }
  }
}
