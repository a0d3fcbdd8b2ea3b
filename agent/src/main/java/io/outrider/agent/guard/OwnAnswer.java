// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a rule wants a refusal to be answered with. Immutable. */
final class OwnAnswer {
  private final int status;
  private final List<String> headers;
  private final String body;

  /**
   * @param headers names and values in turn
   * @param body null: problem details if the status is that of an error, else none
   */
  OwnAnswer(int status, List<String> headers, String body) {
    this.status = status;
    this.headers = new ArrayList<>(headers);
    this.body = body;
  }

  /** Whether answers of that status have no body, ever (RFC 9110, section 6.4.1). */
  static boolean bodiless(int status) {
    return status == 204 || status == 205 || status == 304;
  }

  /** The value of a header among names and values in turn; null when it is not there. */
  static String value(List<String> headers, String name) {
    for (int i = 0; i + 1 < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        return headers.get(i + 1);
      }
    }
    return null;
  }

  int status() {
    return status;
  }

  /**
   * The answer to one refused request. What the rule does not say is added: the body's type, that
   * nobody keeps the answer for the real one, and for 429 and 503 when to come back.
   *
   * @param problem problem details, used if the rule names no body
   */
  Answer complete(String problem, long retryAfterSeconds) {
    boolean details = body == null && status >= 400;
    String text = bodiless(status) ? "" : details ? problem : body == null ? "" : body;
    List<String> all = new ArrayList<>(headers);
    if (!text.isEmpty()) {
      add(all, "Content-Type", details ? "application/problem+json" : type(text));
    }
    add(all, "Cache-Control", "no-store");
    if (status == 429 || status == 503) {
      add(all, "Retry-After", Long.toString(retryAfterSeconds));
    }
    return new Answer(status, all.toArray(new String[0]), text.getBytes(StandardCharsets.UTF_8));
  }

  private static void add(List<String> headers, String name, String value) {
    if (value(headers, name) == null) {
      headers.add(name);
      headers.add(value);
    }
  }

  private static String type(String body) {
    switch (body.charAt(0)) {
      case '{':
      case '[':
        return "application/json";
      case '<':
        return "text/html;charset=utf-8";
      default:
        return "text/plain;charset=utf-8";
    }
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof OwnAnswer)) {
      return false;
    }
    OwnAnswer that = (OwnAnswer) other;
    return status == that.status && headers.equals(that.headers) && Objects.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, headers, body);
  }
}
