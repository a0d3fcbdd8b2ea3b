// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An HTTP answer given in the place of the real one: to the client of a server that refuses, or to
 * an application instead of a call that was refused.
 */
public final class Answer {
  private final int status;
  private final String[] headers;
  private final byte[] body;

  /**
   * @param headers names and values in turn
   */
  Answer(int status, String[] headers, byte[] body) {
    this.status = status;
    this.headers = headers.clone();
    this.body = body.clone();
  }

  /**
   * How a server refuses: 429, 503 or 504 by the kind of guard, with {@code Retry-After} (but for a
   * deadline) and problem details (RFC 9457) that name guard and rule and nothing else; or as the
   * rule says. With 503 the seconds are spread, so that those who were refused together do not come
   * back together.
   */
  public static Answer refusing(Refusal refusal, long nowNanos) {
    String title = title(refusal.status());
    String body =
        "{\"type\":\"about:blank\""
            + (title == null ? "" : ",\"title\":\"" + title + '"')
            + ",\"status\":"
            + refusal.status()
            + ",\"guard\":\""
            + refusal.guard().text()
            + "\",\"rule\":\""
            // Names are letters, digits, '-' and '_': there is nothing to escape.
            + refusal.rule()
            + "\"}";
    if (refusal.answer() != null) {
      return refusal.answer().complete(body, retryAfter(refusal, nowNanos));
    }
    String[] headers =
        refusal.guard() == GuardKind.DEADLINE
            // Who came too late has given up: there is no time at which this request is welcome.
            ? new String[] {"Content-Type", "application/problem+json", "Cache-Control", "no-store"}
            : new String[] {
              "Content-Type",
              "application/problem+json",
              "Cache-Control",
              "no-store",
              "Retry-After",
              Long.toString(retryAfter(refusal, nowNanos))
            };
    return new Answer(refusal.status(), headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Never sooner than it makes sense: up to a half later, and at least up to 2 s. */
  private static long retryAfter(Refusal refusal, long nowNanos) {
    long seconds = refusal.retryAfterSeconds(nowNanos);
    if (refusal.status() != 503) {
      return seconds;
    }
    return seconds + ThreadLocalRandom.current().nextLong(Math.max(2, seconds / 2) + 1);
  }

  /** Null for those a guard gives only when a rule asks for them. */
  private static String title(int status) {
    switch (status) {
      case 403:
        return "Forbidden";
      case 429:
        return "Too Many Requests";
      case 504:
        return "Gateway Timeout";
      case 503:
        return "Service Unavailable";
      default:
        return null;
    }
  }

  public int status() {
    return status;
  }

  /** Names and values in turn. */
  public String[] headers() {
    return headers.clone();
  }

  public byte[] body() {
    return body.clone();
  }
}
