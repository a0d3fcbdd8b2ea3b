// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * The way of logs: source, batch, sender. It takes lines from the first one on, long before there
 * is anything to send them with: an application says most about itself while it starts.
 */
final class LogPipeline implements Executor, Runnable {
  final LogSource source;
  final ExportHealth health;
  private final Batch<LogRecordData> batch;
  private final Exporters exporters;
  private Executor starter; // guarded by this, as the next
  private Runnable wanted;
  private long closeDeadline; // set before the thread that reads it is started, as the next
  private long closeNanos;

  private LogPipeline(Destinations destinations, Settings settings) {
    BatchSettings bounds = new BatchSettings("otel.blrp.", 1_000_000_000L, "lines", settings);
    OtlpTarget target = OtlpTarget.of("logs", settings, bounds.exportTimeoutNanos);
    health =
        new ExportHealth(
            "logs",
            "log record",
            target.shown(),
            "it holds " + bounds.queue + ": log less or raise otel.blrp.max.queue.size",
            settings.warnings(),
            new MonotonicClock());
    exporters = new Exporters(destinations, target, settings.warnings());
    batch =
        new Batch<>(
            "outrider-logs",
            bounds,
            new Sender<>(exporters, health, bounds.exportTimeoutNanos),
            health,
            this);
    int most = settings.count("otel.attribute.count.limit", 128, 0);
    int longest = settings.count("otel.attribute.value.length.limit", Integer.MAX_VALUE, 0);
    source =
        new LogSource(
            settings.count("otel.logrecord.attribute.count.limit", most, 0),
            settings.count("otel.logrecord.attribute.value.length.limit", longest, 0),
            batch);
  }

  /** Null where logs are not exported. */
  static LogPipeline of(Settings settings) {
    Destinations destinations = Destinations.of("logs", settings);
    return destinations.any() ? new LogPipeline(destinations, settings) : null;
  }

  /**
   * From now on what waits is sent.
   *
   * @param starter runs the start of the batch on a thread of ours
   * @param calls runs OkHttp's calls
   */
  void begin(Resource resource, Executor starter, ExecutorService calls) {
    source.resource = resource;
    exporters.calls = calls;
    Runnable waiting;
    synchronized (this) {
      this.starter = starter;
      waiting = wanted;
      wanted = null;
    }
    if (waiting != null) {
      starter.execute(waiting);
    }
  }

  /** Starts the batch's thread as soon as that can be done on a thread of ours. */
  @Override
  public void execute(Runnable start) {
    Executor ready;
    synchronized (this) {
      ready = starter;
      if (ready == null) {
        wanted = start;
        return;
      }
    }
    ready.execute(start);
  }

  /** Sends the lines that wait; returns whether that was done before the deadline. */
  boolean flush(long deadline) {
    return batch.flush(deadline);
  }

  /** As {@link #flush} and then stops, on a thread that is started here. */
  Thread closing(long deadline, long nanos) {
    closeDeadline = deadline;
    closeNanos = nanos;
    Thread closer = new ExportThread("outrider-close").newThread(this);
    closer.start();
    return closer;
  }

  @Override
  public void run() {
    batch.close(closeDeadline, closeNanos);
  }

  long lost() {
    return health.lostToFailedExports() + health.lostToFullQueue();
  }

  private static final class Exporters
      implements Supplier<Sender.Sending<LogRecordData>>, Sender.Sending<LogRecordData> {
    private final Destinations destinations;
    private final OtlpTarget target;
    private final Warnings warnings;
    private volatile ExecutorService calls;
    private LogRecordExporter exporter;

    Exporters(Destinations destinations, OtlpTarget target, Warnings warnings) {
      this.destinations = destinations;
      this.target = target;
      this.warnings = warnings;
    }

    @Override
    public Sender.Sending<LogRecordData> get() {
      LogRecordExporter console =
          destinations.console ? new ConsoleLogs(Lines.standardError()) : null;
      if (!destinations.otlp) {
        exporter = console;
      } else {
        LogRecordExporter otlp = OtlpExporters.logs(target, calls, warnings);
        exporter = console == null ? otlp : LogRecordExporter.composite(console, otlp);
      }
      return this;
    }

    @Override
    public CompletableResultCode export(Collection<LogRecordData> lines) {
      return exporter.export(lines);
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }
}
