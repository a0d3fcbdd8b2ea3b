// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts what one signal lost, and says so at once and then once an interval.
 *
 * <p>Counting never blocks; the message is made on the exporting thread.
 */
final class ExportHealth {

  /** How long to stay silent after a message, in nanoseconds. */
  static final long INTERVAL = 60_000_000_000L;

  final String signal;
  private final String item;
  private final String endpoint;
  private final Warnings warnings;
  private final LongSupplier nanoTime;
  private final String queueHint;

  private final LongAdder queueFull = new LongAdder();
  private final LongAdder failedItems = new LongAdder();
  private final Map<String, LongAdder> failedExports = new ConcurrentHashMap<>();

  // Guarded by this; only exporting threads and the one that closes come here.
  private boolean closed;
  private boolean said;
  private long lastSaid;
  private long saidQueueFull;
  private long saidFailedItems;
  private Failure lastFailure;

  /**
   * Creates the account of one signal.
   *
   * @param signal {@code traces}, {@code metrics} or {@code logs}
   * @param item what is counted, such as {@code span}
   * @param endpoint where it is sent to, without credentials
   * @param queueHint what to do when the queue is full
   * @param nanoTime a monotonic clock in nanoseconds
   */
  ExportHealth(
      String signal,
      String item,
      String endpoint,
      String queueHint,
      Warnings warnings,
      LongSupplier nanoTime) {
    this.signal = signal;
    this.item = item;
    this.endpoint = endpoint;
    this.queueHint = queueHint;
    this.warnings = warnings;
    this.nanoTime = nanoTime;
  }

  /** Counts one item that found the queue full; called by the recording thread. */
  void queueFull() {
    queueFull.increment();
  }

  void failed(int items, Throwable thrown) {
    Failure failure = Failure.of(thrown, signal);
    LongAdder exports = failedExports.get(failure.type);
    if (exports == null) {
      LongAdder fresh = new LongAdder();
      LongAdder other = failedExports.putIfAbsent(failure.type, fresh);
      exports = other == null ? fresh : other;
    }
    exports.increment();
    failedItems.add(items);
    synchronized (this) {
      lastFailure = failure;
    }
    tell();
  }

  long lostToFullQueue() {
    return queueFull.sum();
  }

  long lostToFailedExports() {
    return failedItems.sum();
  }

  /** Returns the failed exports by {@code error.type}; few entries. */
  Map<String, LongAdder> failedExports() {
    return failedExports;
  }

  /** Says what was lost since the last time, unless that was less than an interval ago. */
  void tell() {
    String message;
    synchronized (this) {
      long full = queueFull.sum() - saidQueueFull;
      long failed = failedItems.sum() - saidFailedItems;
      long now = nanoTime.getAsLong();
      if (closed || full + failed == 0 || (said && now - lastSaid < INTERVAL)) {
        return;
      }
      message = message(full, failed, said ? now - lastSaid : 0);
      said = true;
      lastSaid = now;
      saidQueueFull += full;
      saidFailedItems += failed;
    }
    warnings.warn("export." + signal, message, null);
  }

  /** Says what was still unsent when the time for the last flush was up. */
  void unsentAtClose(long items, long nanos) {
    synchronized (this) {
      // What fails from here on fails because it is cancelled.
      closed = true;
    }
    warnings.warn(
        "export." + signal + ".close",
        "Shutdown: not all "
            + signal
            + " could be sent to "
            + endpoint
            + " within "
            + Durations.text(nanos)
            + (items > 0 ? "; " + amount(items) + " at least lost" : "")
            + " (outrider.export.flush-timeout)",
        null);
  }

  private String message(long full, long failed, long sinceNanos) {
    StringBuilder text = new StringBuilder("Telemetry lost");
    if (sinceNanos > 0) {
      text.append(" in the last ").append(sinceNanos / 1_000_000_000L).append(" s");
    }
    text.append(": ");
    if (failed > 0) {
      text.append(amount(failed)).append(" not taken by ").append(endpoint);
      if (lastFailure != null) {
        text.append(": ").append(lastFailure.text);
        if (!lastFailure.hint.isEmpty()) {
          text.append("; ").append(lastFailure.hint);
        }
      }
    }
    if (full > 0) {
      text.append(failed > 0 ? ". Also " : "").append(amount(full));
      text.append(" dropped because the queue was full; ").append(queueHint);
    }
    return text.toString();
  }

  private String amount(long count) {
    return count + " " + item + (count == 1 ? "" : "s");
  }
}
