// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.outrider.agent.config.Glob;

/** Reads what a rule says about rates. */
final class RateLimitReader {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3600 * SECOND;
  private static final long YEAR = 365 * 24 * HOUR;
  private static final int MAX_CALLS = 1_000_000_000;
  private static final int MAX_KEYS = 1_000_000;
  private static final int DEFAULT_KEYS = 10_000;
  private static final String RATE = "rate-limit.rate";
  private static final String BURST = "rate-limit.burst";
  private static final String KEY = "rate-limit.key";

  private final RuleReader reader;
  private long calls = 1;
  private long perNanos = SECOND;

  private RateLimitReader(RuleReader reader) {
    this.reader = reader;
  }

  /**
   * Null when the rule says nothing about it. A rule whose key is the route is decided where that
   * is known: its match is changed accordingly.
   */
  static GuardSettings read(RuleReader reader, RuleMatch match) {
    return reader.hasGroup("rate-limit") ? new RateLimitReader(reader).read(match) : null;
  }

  private GuardSettings read(RuleMatch match) {
    rate();
    int burst = burst();
    CallKey key = key(match);
    int maxKeys = reader.integer("rate-limit.max-keys", DEFAULT_KEYS, 1, MAX_KEYS);
    if (reader.has("rate-limit.max-keys") && !reader.has(KEY)) {
      reader.problem("rate-limit.max-keys", "it needs " + KEY + ", such as address");
    }
    return new RateLimitSettings(
        calls,
        perNanos,
        burst,
        key,
        maxKeys,
        reader.durationOrZero("rate-limit.max-wait", 0, HOUR / 6),
        reader.duration("rate-limit.warm-up", 0, HOUR));
  }

  private void rate() {
    String text = reader.text(RATE);
    if (text == null) {
      reader.problems().add("a rate limit needs " + RATE + ", such as 500/s");
      return;
    }
    int slash = text.indexOf('/');
    long number = number(slash < 0 ? text : text.substring(0, slash).trim());
    long unit = slash < 0 ? 0 : unit(text.substring(slash + 1).trim());
    if (number >= 1 && unit > 0) {
      calls = number;
      perNanos = unit;
      return;
    }
    reader.problem(
        RATE,
        "allowed is a number of calls from 1 to "
            + MAX_CALLS
            + " and a unit of time: 500/s, 100/m or 10/h"
            + (number >= 1 && slash < 0 ? "; write " + number + "/s or " + number + "/m" : "")
            + (number == 0 ? "; to let no call pass use degrade.when=always" : ""));
  }

  /** -1 when it is none, or too large. */
  private static long number(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    if (text.isEmpty() || text.length() > 10) {
      return -1;
    }
    long number = Long.parseLong(text);
    return number > MAX_CALLS ? -1 : number;
  }

  private static long unit(String text) {
    switch (text) {
      case "s":
        return SECOND;
      case "m":
        return 60 * SECOND;
      case "h":
        return HOUR;
      default:
        return 0;
    }
  }

  /** Unless it is given, a tenth of a second of calls. */
  private int burst() {
    int otherwise = (int) Math.max(1, calls * (SECOND / 10) / perNanos);
    int burst = reader.integer(BURST, otherwise, 1, MAX_CALLS);
    if (reader.has(BURST) && burst / (double) calls * perNanos > YEAR) {
      reader.problem(
          BURST, "at " + reader.text(RATE) + " that many take more than a year; make it smaller");
      return 1;
    }
    return burst;
  }

  private CallKey key(RuleMatch match) {
    String text = reader.text(KEY);
    if (text == null) {
      return null;
    }
    CallKey key = CallKey.parse(text);
    if (key == null) {
      reader.problem(
          KEY,
          "allowed is route, address or header: and the header's name, as in header:X-Api-Key");
    } else if (match.kind != null && !key.isKnownOf(match.kind)) {
      reader.problem(KEY, "calls of kind " + match.kind.text() + " have none");
    } else if (key.isRoute()) {
      decideAtRoute(match);
    }
    return key;
  }

  private void decideAtRoute(RuleMatch match) {
    if (match.kind == null) {
      reader.problem(
          KEY, "routes are found on servers only, after the rest; add match.server=http");
    } else if (match.paths.length > 0) {
      reader.problem(
          KEY, "path and route are decided at different points; use match.route instead of a path");
    } else if (match.routes.length == 0) {
      match.routes = new Glob[] {Glob.path("**")};
    }
  }
}
