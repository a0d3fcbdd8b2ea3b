// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Builds the exporter with the first batch, on the batch's thread, and keeps its account. */
final class Sender<T> {

  private final Lazy<Sending<T>> exporter;
  private final ExportHealth health;
  private final long timeoutNanos;

  /**
   * Creates a sender.
   *
   * @param timeoutNanos how long to wait for a batch; 0 for as long as the exporter itself waits
   */
  Sender(Supplier<Sending<T>> maker, ExportHealth health, long timeoutNanos) {
    this.exporter = new Lazy<>(maker);
    this.health = health;
    this.timeoutNanos = timeoutNanos == 0 ? Long.MAX_VALUE : timeoutNanos;
  }

  /** Sends a batch and waits for the outcome; never throws. */
  void send(Collection<T> items) {
    CompletableResultCode result;
    try {
      result = exporter.get().export(items).join(timeoutNanos, TimeUnit.NANOSECONDS);
    } catch (Throwable t) {
      result = CompletableResultCode.ofExceptionalFailure(t);
    }
    if (!result.isSuccess()) {
      health.failed(items.size(), result.getFailureThrowable());
    }
  }

  void shutdown() {
    Sending<T> built = exporter.ifBuilt();
    if (built != null) {
      built.shutdown();
    }
  }

  /** What spans' exporters and logs' have in common. */
  interface Sending<T> {
    CompletableResultCode export(Collection<T> items);

    CompletableResultCode shutdown();
  }
}
