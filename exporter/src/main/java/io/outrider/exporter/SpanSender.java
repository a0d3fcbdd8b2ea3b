// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.function.Supplier;

/** Builds the span exporter with the first batch, on the batch's thread, and keeps its account. */
final class SpanSender implements SpanExporter {

  private final Lazy<SpanExporter> exporter;
  private final ExportHealth health;
  private SpanBatch batch;
  private volatile Thread thread;

  SpanSender(Supplier<SpanExporter> maker, ExportHealth health) {
    this.exporter = new Lazy<>(maker);
    this.health = health;
  }

  void tellWhenTaken(SpanBatch batch) {
    this.batch = batch;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    if (thread != Thread.currentThread()) {
      thread = Thread.currentThread();
      ExportThread.adopt(thread, "outrider-spans");
    }
    int count = spans.size();
    batch.taken(count);
    CompletableResultCode result;
    try {
      result = exporter.get().export(spans);
    } catch (Throwable t) {
      result = CompletableResultCode.ofExceptionalFailure(t);
    }
    result.whenComplete(new Outcome(result, count));
    health.tell();
    return result;
  }

  private final class Outcome implements Runnable {
    private final CompletableResultCode result;
    private final int count;

    Outcome(CompletableResultCode result, int count) {
      this.result = result;
      this.count = count;
    }

    @Override
    public void run() {
      if (!result.isSuccess()) {
        health.failed(count, result.getFailureThrowable());
      }
    }
  }

  /** Wakes the thread that sends, when the time for the last flush is up. */
  void interrupt() {
    Thread sending = thread;
    if (sending != null) {
      sending.interrupt();
    }
  }

  @Override
  public CompletableResultCode flush() {
    SpanExporter built = exporter.ifBuilt();
    return built == null ? CompletableResultCode.ofSuccess() : built.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    SpanExporter built = exporter.ifBuilt();
    return built == null ? CompletableResultCode.ofSuccess() : built.shutdown();
  }
}
