// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Builds the span exporter with the first batch, on the batch's thread, and keeps its account. */
final class SpanSender {

  private final Lazy<SpanExporter> exporter;
  private final ExportHealth health;
  private final long timeoutNanos;

  /**
   * Creates a sender.
   *
   * @param timeoutNanos how long to wait for a batch; 0 for as long as the exporter itself waits
   */
  SpanSender(Supplier<SpanExporter> maker, ExportHealth health, long timeoutNanos) {
    this.exporter = new Lazy<>(maker);
    this.health = health;
    this.timeoutNanos = timeoutNanos == 0 ? Long.MAX_VALUE : timeoutNanos;
  }

  /** Sends a batch and waits for the outcome; never throws. */
  void send(Collection<SpanData> spans) {
    CompletableResultCode result;
    try {
      result = exporter.get().export(spans).join(timeoutNanos, TimeUnit.NANOSECONDS);
    } catch (Throwable t) {
      result = CompletableResultCode.ofExceptionalFailure(t);
    }
    if (!result.isSuccess()) {
      health.failed(spans.size(), result.getFailureThrowable());
    }
  }

  void shutdown() {
    SpanExporter built = exporter.ifBuilt();
    if (built != null) {
      built.shutdown();
    }
  }
}
