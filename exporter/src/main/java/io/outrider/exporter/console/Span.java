// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One received span, as far as the console shows it. Filled by the decoder, then not changed. */
final class Span {
  static final int INTERNAL = 1;
  static final int SERVER = 2;
  static final int CLIENT = 3;
  static final int PRODUCER = 4;
  static final int CONSUMER = 5;

  String service = "";
  String traceId = "";
  String id = "";

  /** Empty for the root of a trace. */
  String parentId = "";

  String name = "";
  int kind;

  /** Nanoseconds since the epoch. */
  long start;

  /** Nanoseconds since the epoch. */
  long end;

  boolean error;
  String statusMessage = "";
  final Map<String, String> attributes = new HashMap<>();
  final List<Event> events = new ArrayList<>();

  long durationNanos() {
    return Math.max(0, end - start);
  }

  /** The empty string when there is none. */
  String attribute(String key) {
    String value = attributes.get(key);
    return value == null ? "" : value;
  }

  boolean isDatabase() {
    return Peers.isDatabase(attributes);
  }

  /** Whether a guard refused the call, so that nothing was sent. */
  boolean isRefused() {
    return attribute("outrider.guard.outcome").equals("reject")
        || attribute("error.type").equals("circuit_open");
  }

  /** Something that happened at one moment of the span. */
  static final class Event {
    String name = "";

    /** Nanoseconds since the epoch. */
    long time;

    final Map<String, String> attributes = new HashMap<>();

    String attribute(String key) {
      String value = attributes.get(key);
      return value == null ? "" : value;
    }
  }
}
