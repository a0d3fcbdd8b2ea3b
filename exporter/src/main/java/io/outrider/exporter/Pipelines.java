// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.outrider.exporter.resource.ResourceDetector;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The SDK's providers with all that hangs on them, once something is to be recorded. */
final class Pipelines {

  private static final String SCOPE = "io.outrider";

  /** The semantic conventions that the names of spans, metrics and attributes follow. */
  private static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.44.0";

  final Tracer tracer;
  final Meter meter;
  final TracerProvider tracers;
  final MeterProvider meters;
  // Null where the signal is switched off or nothing could be built.
  private final TracePipeline traces;
  private final MetricPipeline metrics;
  private final LogPipeline logs;
  private final ScheduledThreadPoolExecutor scheduler;
  private final CallerThread calls = new CallerThread();

  /**
   * @param logs takes lines already; null where logs are not sent
   */
  Pipelines(Settings settings, ScheduledThreadPoolExecutor scheduler, LogPipeline logs) {
    this.scheduler = scheduler;
    this.logs = logs;
    Resource resource =
        ResourceDetector.detect(
            settings.text("otel.service.name"),
            settings.map("otel.resource.attributes"),
            settings.version(),
            settings.flag("outrider.resource.command-args", false));
    if (logs != null) {
      // From here and not from an application's thread, which the new one would inherit from.
      scheduler.prestartCoreThread();
      logs.begin(resource, scheduler, calls);
    }
    traces = new TracePipeline(settings, resource, scheduler, calls);
    tracer = traces.tracer(scope(settings.version()));
    tracers = new ScopedTracers(traces);
    Destinations destinations = Destinations.of("metrics", settings);
    if (destinations.any()) {
      metrics =
          new MetricPipeline(
              settings,
              destinations,
              resource,
              scheduler,
              calls,
              traces.health,
              logs == null ? null : logs.health);
      meter = meter(metrics.provider, settings.version());
      meters = metrics.provider;
    } else {
      metrics = null;
      meters = MeterProvider.noop();
      meter = MeterProvider.noop().get(SCOPE);
      if (traces.health != null) {
        // The thread that will start the batch must come from here, not from a request's thread.
        scheduler.prestartCoreThread();
      }
    }
  }

  private Pipelines() {
    scheduler = null;
    traces = null;
    metrics = null;
    tracers = TracerProvider.noop();
    meters = MeterProvider.noop();
    logs = null;
    tracer = TracerProvider.noop().get(SCOPE);
    meter = MeterProvider.noop().get(SCOPE);
  }

  /** Returns pipelines that record nothing. */
  static Pipelines none() {
    return new Pipelines();
  }

  static Meter meter(MeterProvider provider, String version) {
    MeterBuilder builder = provider.meterBuilder(SCOPE).setSchemaUrl(SCHEMA_URL);
    return (version == null ? builder : builder.setInstrumentationVersion(version)).build();
  }

  private static InstrumentationScopeInfo scope(String version) {
    InstrumentationScopeInfoBuilder builder =
        InstrumentationScopeInfo.builder(SCOPE).setSchemaUrl(SCHEMA_URL);
    return (version == null ? builder : builder.setVersion(version)).build();
  }

  /** Reads and sends the metrics now instead of an interval from now; on the scheduler's thread. */
  void firstInterval() {
    if (metrics != null) {
      metrics.firstInterval();
    }
  }

  boolean flush(long deadline) {
    if (traces == null) {
      return true;
    }
    long lost = lost();
    Future<?> reading;
    try {
      // On the reader's thread: it alone builds the exporter and sends.
      reading = metrics == null ? null : scheduler.submit(metrics.flushing());
    } catch (RejectedExecutionException e) {
      return false;
    }
    boolean done = traces.flush(deadline) & (logs == null || logs.flush(deadline));
    if (reading != null) {
      done &= Deadline.join(reading, deadline);
    }
    return done && lost() == lost;
  }

  boolean close(long deadline, long nanos) {
    if (traces == null) {
      return true;
    }
    long lost = lost();
    Thread closer = null;
    if (metrics != null) {
      // The reader's own shutdown waits for up to 15 seconds, so it gets a thread to wait on.
      closer = new ExportThread("outrider-close").newThread(metrics.closing());
      closer.start();
    }
    Thread last = logs == null ? null : logs.closing(deadline, nanos);
    boolean done = traces.close(deadline, nanos);
    if (last != null) {
      done &= Deadline.join(last, deadline);
    }
    if (closer != null && !Deadline.join(closer, deadline)) {
      done = false;
      metrics.abandon(nanos);
      closer.interrupt();
    }
    calls.shutdown();
    return done && lost() == lost;
  }

  private long lost() {
    return traces.lost()
        + (metrics == null ? 0 : metrics.lost())
        + (logs == null ? 0 : logs.lost());
  }
}
