// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.ExemplarFilter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The way of metrics: provider, reader, sender. */
final class MetricPipeline {

  final SdkMeterProvider provider;
  final ExportHealth health;
  private final MetricSender sender;
  private final RuntimeMetrics runtime;
  private final Future<?> firstInterval;

  /**
   * Builds the provider and starts its reader.
   *
   * @param scheduler one thread of ours, which reads and sends
   * @param calls runs OkHttp's calls
   * @param spans the account of the spans, to be reported with the metrics; null without any
   * @param logs likewise
   */
  MetricPipeline(
      Settings settings,
      Destinations destinations,
      Resource resource,
      ScheduledExecutorService scheduler,
      ExecutorService calls,
      ExportHealth spans,
      ExportHealth logs) {
    long interval = MetricSettings.interval(settings);
    long timeout = settings.nanos("otel.metric.export.timeout", 30_000_000_000L, 0);
    OtlpTarget target = OtlpTarget.of("metrics", settings, timeout);
    health =
        new ExportHealth(
            "metrics",
            "batch of metrics",
            target.shown(),
            "",
            settings.warnings(),
            new MonotonicClock());
    sender =
        new MetricSender(
            new Exporters(destinations, target, calls, settings.warnings()),
            health,
            target.reuseMemory ? MemoryMode.REUSABLE_DATA : MemoryMode.IMMUTABLE_DATA,
            MetricSender.temporality(settings),
            MetricSender.aggregation(settings));
    runtime =
        new RuntimeMetrics(MetricSettings.jvm(settings), settings.version(), spans, logs, health);
    // Before the reader's own task, with the same delay, on the same one thread: what it registers
    // is part of the first reading and costs the start of the application nothing.
    firstInterval = scheduler.schedule(runtime, interval, TimeUnit.NANOSECONDS);
    PeriodicMetricReader reader =
        PeriodicMetricReader.builder(sender)
            .setInterval(interval, TimeUnit.NANOSECONDS)
            .setExecutor(scheduler)
            // The reader's metrics about itself would make an exporter where nothing is recorded.
            .setInternalTelemetryVersion(InternalTelemetryVersion.LEGACY)
            .build();
    provider =
        SdkMeterProvider.builder()
            .setResource(resource)
            .setExemplarFilter(exemplars(settings))
            .registerMetricReader(reader, Limits.ofMetrics(settings))
            .build();
    runtime.provider(provider, scheduler);
  }

  /** Does now what is planned for an interval from now; on the scheduler's thread. */
  void firstInterval() {
    runtime.run();
    provider.forceFlush();
  }

  /** Returns the task that reads and sends at once; it is done when they are sent. */
  Runnable flushing() {
    return new Flushing();
  }

  /** Returns the task that sends what is left and stops; it waits for the sending. */
  Runnable closing() {
    return new Closing();
  }

  /** Gives up on what was not sent in time. */
  void abandon(long nanos) {
    health.unsentAtClose(0, nanos);
    sender.shutdown();
  }

  long lost() {
    return health.lostToFailedExports();
  }

  private final class Flushing implements Runnable {
    @Override
    public void run() {
      provider.forceFlush();
    }
  }

  private final class Closing implements Runnable {
    @Override
    public void run() {
      firstInterval.cancel(false);
      runtime.close();
      provider.shutdown();
    }
  }

  private static ExemplarFilter exemplars(Settings settings) {
    String key = "otel.metrics.exemplar.filter";
    String value = settings.name(key, "trace_based");
    switch (value) {
      case "always_on":
        return ExemplarFilter.alwaysOn();
      case "always_off":
        return ExemplarFilter.alwaysOff();
      default:
        if (!"trace_based".equals(value)) {
          settings.bad(key, value, "trace_based, always_on or always_off", "trace_based");
        }
        return ExemplarFilter.traceBased();
    }
  }

  private static final class Exporters implements Supplier<MetricExporter> {
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
    public MetricExporter get() {
      MetricExporter console =
          destinations.console ? new ConsoleMetrics(Lines.standardError()) : null;
      if (!destinations.otlp) {
        return console;
      }
      MetricExporter otlp = OtlpExporters.metrics(target, calls, warnings);
      return console == null ? otlp : new BothMetrics(console, otlp);
    }
  }
}
