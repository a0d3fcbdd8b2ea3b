// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What guards can be asked about themselves at any time; each is a metric of its own. */
public enum Gauge {
  IN_USE("outrider.guard.in_use", "{call}", "Calls under way that hold a permit."),
  LIMIT("outrider.guard.limit", "{call}", "How many calls may be under way at once."),
  QUEUE("outrider.guard.queue.length", "{call}", "Calls that wait for a permit."),
  KEYS("outrider.guard.keys", "{key}", "Keys that have a rate limit of their own."),
  RETRY_BUDGET("outrider.guard.retry.budget", "{retry}", "Retries that the budget still holds.");

  private final String metric;
  private final String unit;
  private final String text;

  Gauge(String metric, String unit, String text) {
    this.metric = metric;
    this.unit = unit;
    this.text = text;
  }

  public String metric() {
    return metric;
  }

  public String unit() {
    return unit;
  }

  public String text() {
    return text;
  }
}
