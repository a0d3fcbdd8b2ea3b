// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.outrider.exporter.resource.ResourceDetector;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The way of telemetry out of the process: SDK providers, batches, exporters.
 *
 * <p>Starting it neither touches the network nor loads an exporter; that happens on the pipeline's
 * own daemon threads with the first data to send. Nothing here throws into or waits for the
 * application, and what cannot be delivered is dropped, counted and said.
 */
public final class Telemetry {

  private static final String SCOPE = "io.outrider";

  /** The semantic conventions that names of spans, metrics and attributes follow. */
  private static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.44.0";

  private static final long DEFAULT_FLUSH = 2_000_000_000L;

  private final TracerProvider tracers;
  private final MeterProvider meters;
  private final String version;
  private final long flushNanos;
  // Null where the signal, or everything, is switched off.
  private final TracePipeline traces;
  private final MetricPipeline metrics;
  private final ScheduledThreadPoolExecutor scheduler;
  private final CallerThread calls = new CallerThread();
  private boolean closed;

  private Telemetry() {
    this.tracers = TracerProvider.noop();
    this.meters = MeterProvider.noop();
    this.version = null;
    this.flushNanos = DEFAULT_FLUSH;
    this.traces = null;
    this.metrics = null;
    this.scheduler = null;
  }

  private Telemetry(Settings settings) {
    version = settings.version();
    flushNanos = settings.nanos("outrider.export.flush-timeout", DEFAULT_FLUSH, 0);
    Resource resource =
        ResourceDetector.detect(
            settings.text("otel.service.name"),
            settings.map("otel.resource.attributes"),
            version,
            settings.flag("outrider.resource.command-args", false));
    scheduler = new ScheduledThreadPoolExecutor(1, new ExportThread("outrider-telemetry"));
    scheduler.setRemoveOnCancelPolicy(true);
    traces = new TracePipeline(settings, resource, scheduler, calls);
    tracers = traces.provider;
    Destinations destinations = Destinations.of("metrics", settings);
    if (destinations.any()) {
      metrics =
          new MetricPipeline(settings, destinations, resource, scheduler, calls, traces.health);
      meters = metrics.provider;
    } else {
      metrics = null;
      meters = MeterProvider.noop();
      if (traces.health != null) {
        // The thread that will start the batch must come from here, not from a request's thread.
        scheduler.prestartCoreThread();
      }
    }
  }

  /**
   * Starts the pipeline.
   *
   * <p>Best called on a daemon thread of the agent; it takes some ten milliseconds the first time.
   *
   * @param settings the effective configuration
   * @param warnings takes complaints, now and later, from several threads
   * @return the pipeline; one that records nothing where {@code otel.sdk.disabled} is true or the
   *     start failed
   */
  public static Telemetry start(TelemetrySettings settings, Warnings warnings) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Whatever the SDK looks up while it is initialised, it must find ours.
    thread.setContextClassLoader(Telemetry.class.getClassLoader());
    try {
      Settings values = new Settings(settings, warnings);
      return values.flag("otel.sdk.disabled", false) ? new Telemetry() : new Telemetry(values);
    } catch (Throwable t) {
      warnings.warn("telemetry.start", "Telemetry could not be started; nothing is sent", t);
      return new Telemetry();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Returns the agent's tracer; keep it.
   *
   * @return the tracer
   */
  public Tracer tracer() {
    TracerBuilder builder = tracers.tracerBuilder(SCOPE).setSchemaUrl(SCHEMA_URL);
    return version == null ? builder.build() : builder.setInstrumentationVersion(version).build();
  }

  /**
   * Returns the agent's meter; keep it.
   *
   * @return the meter
   */
  public Meter meter() {
    return meter(meters, version);
  }

  static Meter meter(MeterProvider provider, String version) {
    MeterBuilder builder = provider.meterBuilder(SCOPE).setSchemaUrl(SCHEMA_URL);
    return version == null ? builder.build() : builder.setInstrumentationVersion(version).build();
  }

  /**
   * Sends what has been recorded so far; metrics as they stand now.
   *
   * @param nanos how long to wait, in nanoseconds
   * @return whether all was delivered within that time
   */
  public boolean flush(long nanos) {
    if (traces == null) {
      return true;
    }
    long deadline = System.nanoTime() + nanos;
    long lost = lost();
    Future<?> reading = null;
    try {
      // On the reader's thread: it alone builds the exporter and sends.
      reading = metrics == null ? null : scheduler.submit(metrics.flushing());
    } catch (RejectedExecutionException e) {
      return false;
    }
    boolean done = traces.flush(deadline);
    if (reading != null) {
      done &= Deadline.join(reading, deadline);
    }
    return done && lost() == lost;
  }

  /**
   * Closes with the configured limit, {@code outrider.export.flush-timeout}.
   *
   * @return as {@link #close(long)}
   */
  public boolean close() {
    return close(flushNanos);
  }

  /**
   * Sends what is left and stops; later recordings are dropped. A second call does nothing.
   *
   * @param nanos how long to wait, in nanoseconds
   * @return whether all was delivered within that time
   */
  public boolean close(long nanos) {
    synchronized (this) {
      if (closed || traces == null) {
        return true;
      }
      closed = true;
    }
    long deadline = System.nanoTime() + nanos;
    long lost = lost();
    Thread closer = null;
    if (metrics != null) {
      // The reader's own shutdown waits for up to 15 seconds, so it gets a thread to wait on.
      closer = new ExportThread("outrider-close").newThread(metrics.closing());
      closer.start();
    }
    boolean spansDone = traces.close(deadline, nanos);
    boolean metricsDone = closer == null || Deadline.join(closer, deadline);
    if (!metricsDone) {
      metrics.abandon(nanos);
      closer.interrupt();
    }
    scheduler.shutdownNow();
    calls.shutdown();
    return spansDone && metricsDone && lost() == lost;
  }

  private long lost() {
    return traces.lost() + (metrics == null ? 0 : metrics.lost());
  }
}
