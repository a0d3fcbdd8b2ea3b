// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The way of telemetry out of the process: SDK providers, batches, exporters.
 *
 * <p>It comes to life in three steps. Starting it makes one timer thread at most. The first call of
 * {@link #tracer()} or {@link #meter()}, or the first metric interval, builds the SDK's providers.
 * The first data to send builds the exporter, on a daemon thread of the pipeline's own; only then
 * is the network touched.
 *
 * <p>Nothing here throws into or waits for the application, and what cannot be delivered is
 * dropped, counted and said.
 */
public final class Telemetry {

  private static final long DEFAULT_FLUSH = 2_000_000_000L;

  // Null where everything is switched off.
  private final Settings settings;
  private final ScheduledThreadPoolExecutor scheduler;
  private final LogPipeline logs; // null where they are not sent
  private final Future<?> firstInterval;
  private final long flushNanos;
  private volatile Pipelines built;
  private boolean closed; // guarded by this

  private Telemetry() {
    settings = null;
    scheduler = null;
    firstInterval = null;
    logs = null;
    flushNanos = DEFAULT_FLUSH;
  }

  private Telemetry(Settings settings) {
    this.settings = settings;
    logs = LogPipeline.of(settings);
    flushNanos = settings.nanos("outrider.export.flush-timeout", DEFAULT_FLUSH, 0);
    scheduler = new ScheduledThreadPoolExecutor(1, new ExportThread("outrider-telemetry"));
    scheduler.setRemoveOnCancelPolicy(true);
    // Where nothing else asks for a provider, the JVM's metrics do, when they are first due.
    firstInterval =
        MetricSettings.unasked(settings)
            ? scheduler.schedule(
                new FirstInterval(), MetricSettings.interval(settings), TimeUnit.NANOSECONDS)
            : null;
  }

  /**
   * Starts the pipeline; takes about a millisecond, on any thread.
   *
   * @param settings the effective configuration
   * @param warnings takes complaints, now and later, from several threads
   * @return the pipeline; one that records nothing where {@code otel.sdk.disabled} is true or the
   *     start failed
   */
  public static Telemetry start(TelemetrySettings settings, Warnings warnings) {
    try {
      Settings values = new Settings(settings, warnings);
      return values.flag("otel.sdk.disabled", false) ? new Telemetry() : new Telemetry(values);
    } catch (Throwable t) {
      warnings.warn("telemetry.start", "Telemetry could not be started; nothing is sent", t);
      return new Telemetry();
    }
  }

  /**
   * Returns the agent's tracer; keep it.
   *
   * <p>The first call of this or {@link #meter()} loads and builds the SDK, some 100 ms of one
   * processor: make it on a daemon thread of the agent.
   *
   * @return the tracer
   */
  public Tracer tracer() {
    return pipelines().tracer;
  }

  /**
   * Returns the agent's meter; keep it.
   *
   * @return the meter
   */
  public Meter meter() {
    return pipelines().meter;
  }

  /**
   * Returns tracers of other scopes than the agent's own; where spans go nowhere, ones that pass a
   * caller's ids on.
   */
  public TracerProvider tracers() {
    return pipelines().tracers;
  }

  /** Returns meters of other scopes than the agent's own. */
  public MeterProvider meters() {
    return pipelines().meters;
  }

  /**
   * Returns what takes logs; keep it. Unlike the other two it is there at once and builds nothing:
   * lines wait, up to the bound of their queue, until one of the others is asked for.
   *
   * @return the provider; null where {@code otel.logs.exporter} names none, as it does unless set
   */
  public LoggerProvider logs() {
    return logs == null ? null : logs.source;
  }

  private Pipelines pipelines() {
    Pipelines ready = built;
    return ready == null ? build() : ready;
  }

  private synchronized Pipelines build() {
    Pipelines ready = built;
    if (ready == null) {
      ready = closed || settings == null ? Pipelines.none() : buildWithOwnLoader();
      built = ready;
      if (firstInterval != null) {
        // Else the scheduler would wait for it when it is shut down.
        firstInterval.cancel(false);
      }
    }
    return ready;
  }

  private Pipelines buildWithOwnLoader() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Whatever the SDK looks up while it is initialised, it must find ours.
    thread.setContextClassLoader(Telemetry.class.getClassLoader());
    try {
      return new Pipelines(settings, scheduler, logs);
    } catch (Throwable t) {
      settings
          .warnings()
          .warn("telemetry.start", "Telemetry could not be started; nothing is sent", t);
      return Pipelines.none();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Sends what has been recorded so far; metrics as they stand now.
   *
   * @param nanos how long to wait, in nanoseconds
   * @return whether all was delivered within that time
   */
  public boolean flush(long nanos) {
    Pipelines ready = built;
    return ready == null || ready.flush(System.nanoTime() + nanos);
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
    long deadline = System.nanoTime() + nanos;
    Pipelines ready;
    synchronized (this) {
      if (closed) {
        return true;
      }
      closed = true;
      ready = built;
    }
    boolean done = ready == null || ready.close(deadline, nanos);
    if (scheduler != null) {
      scheduler.shutdownNow();
    }
    return done;
  }

  private final class FirstInterval implements Runnable {
    @Override
    public void run() {
      if (built == null) {
        build().firstInterval();
      }
    }
  }
}
