// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** The way of spans: provider, batch, sender. */
final class TracePipeline {

  final SdkTracerProvider provider;
  final ExportHealth health;
  private final SpanBatch batch;
  private final SpanSender sender;

  /**
   * Builds the provider.
   *
   * @param starter runs the start of the batch on a thread of ours
   * @param calls runs OkHttp's calls
   */
  TracePipeline(Settings settings, Resource resource, Executor starter, ExecutorService calls) {
    SdkTracerProviderBuilder builder =
        SdkTracerProvider.builder()
            .setResource(resource)
            .setSampler(Samplers.of(settings))
            .setSpanLimits(Limits.ofSpans(settings));
    Destinations destinations = Destinations.of("traces", settings);
    if (destinations.any()) {
      BatchSettings bounds = new BatchSettings(settings);
      OtlpTarget target = OtlpTarget.of("traces", settings, bounds.exportTimeoutNanos);
      health =
          new ExportHealth(
              "traces",
              "span",
              target.shown(),
              "it holds "
                  + bounds.queue
                  + ": sample less (otel.traces.sampler) or raise otel.bsp.max.queue.size",
              settings.warnings(),
              new MonotonicClock());
      sender =
          new SpanSender(new Exporters(destinations, target, calls, settings.warnings()), health);
      batch = new SpanBatch(bounds, sender, health, starter);
      builder.addSpanProcessor(batch);
    } else {
      // Ids are still made and passed on: callees sample by them and logs show them.
      health = null;
      sender = null;
      batch = null;
    }
    provider = builder.build();
  }

  CompletableResultCode flush() {
    return batch == null ? CompletableResultCode.ofSuccess() : batch.forceFlush();
  }

  CompletableResultCode shutdown() {
    return provider.shutdown();
  }

  /** Gives up on what was not sent in time. */
  void abandon(long nanos) {
    if (batch != null) {
      health.unsentAtClose(batch.waiting(), nanos);
      sender.shutdown();
      sender.interrupt();
    }
  }

  long lost() {
    return health == null ? 0 : health.lostToFailedExports() + health.lostToFullQueue();
  }

  private static final class Exporters implements Supplier<SpanExporter> {
    private final Destinations destinations;
    private final OtlpTarget target;
    private final ExecutorService calls;
    private final Warnings warnings;

    Exporters(
        Destinations destinations, OtlpTarget target, ExecutorService calls, Warnings warnings) {
      this.destinations = destinations;
      this.target = target;
      this.calls = calls;
      this.warnings = warnings;
    }

    @Override
    public SpanExporter get() {
      SpanExporter console = destinations.console ? new ConsoleSpans(Lines.standardError()) : null;
      if (!destinations.otlp) {
        return console;
      }
      SpanExporter otlp = OtlpExporters.spans(target, calls, warnings);
      return console == null ? otlp : SpanExporter.composite(console, otlp);
    }
  }
}
