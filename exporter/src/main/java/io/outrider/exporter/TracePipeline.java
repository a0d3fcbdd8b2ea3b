// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** The way of spans: source, batch, sender. */
final class TracePipeline {

  private final SpanSource source;
  final ExportHealth health;
  private final Batch<SpanData> batch;

  /**
   * Builds what is needed to make spans.
   *
   * @param starter runs the start of the batch on a thread of ours
   * @param calls runs OkHttp's calls
   */
  TracePipeline(Settings settings, Resource resource, Executor starter, ExecutorService calls) {
    Destinations destinations = Destinations.of("traces", settings);
    if (destinations.any()) {
      BatchSettings bounds = new BatchSettings("otel.bsp.", 5_000_000_000L, "spans", settings);
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
      Sender<SpanData> sender =
          new Sender<>(
              new Exporters(destinations, target, calls, settings.warnings()),
              health,
              bounds.exportTimeoutNanos);
      batch = new Batch<>("outrider-spans", bounds, sender, health, starter);
      source = new SpanSource(resource, Samplers.of(settings), Limits.ofSpans(settings), batch);
    } else {
      health = null;
      batch = null;
      source = null;
    }
  }

  /** The tracer of a scope; where nothing is sent, one that passes a caller's ids on. */
  Tracer tracer(InstrumentationScopeInfo scope) {
    return source == null
        ? TracerProvider.noop().get(scope.getName())
        : new FlatTracer(source, scope);
  }

  /** Sends the spans that wait; returns whether that was done before the deadline. */
  boolean flush(long deadline) {
    return batch == null || batch.flush(deadline);
  }

  /** As {@link #flush}, and then stops; what was not sent in time is given up and said. */
  boolean close(long deadline, long nanos) {
    return batch == null || batch.close(deadline, nanos);
  }

  long lost() {
    return health == null ? 0 : health.lostToFailedExports() + health.lostToFullQueue();
  }

  private static final class Exporters implements Supplier<Sender.Sending<SpanData>> {
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
    public Sender.Sending<SpanData> get() {
      return new Sending(exporter());
    }

    private SpanExporter exporter() {
      SpanExporter console = destinations.console ? new ConsoleSpans(Lines.standardError()) : null;
      if (!destinations.otlp) {
        return console;
      }
      SpanExporter otlp = OtlpExporters.spans(target, calls, warnings);
      return console == null ? otlp : SpanExporter.composite(console, otlp);
    }
  }

  private static final class Sending implements Sender.Sending<SpanData> {
    private final SpanExporter exporter;

    Sending(SpanExporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return exporter.export(spans);
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }
}
