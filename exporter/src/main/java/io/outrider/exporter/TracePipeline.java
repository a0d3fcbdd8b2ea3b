// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

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
      SpanSender sender =
          new SpanSender(
              new Exporters(destinations, target, calls, settings.warnings()),
              health,
              bounds.exportTimeoutNanos);
      batch = new SpanBatch(bounds, sender, health, starter);
      builder.addSpanProcessor(batch);
    } else {
      // The SDK then passes a caller's ids on and makes none.
      health = null;
      batch = null;
    }
    provider = builder.build();
  }

  /** Sends the spans that wait; returns whether that was done before the deadline. */
  boolean flush(long deadline) {
    return batch == null || batch.flush(deadline);
  }

  /** As {@link #flush}, and then stops; what was not sent in time is given up and said. */
  boolean close(long deadline, long nanos) {
    provider.shutdown();
    return batch == null || batch.close(deadline, nanos);
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
