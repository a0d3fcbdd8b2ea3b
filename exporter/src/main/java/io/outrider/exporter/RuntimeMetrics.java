// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import java.util.concurrent.Executor;

/** Registers the metrics about the JVM and about the pipeline itself, at the first interval. */
final class RuntimeMetrics implements Runnable {

  private final boolean jvm;
  private final String version;
  private final ExportHealth spans;
  private final ExportHealth logs;
  private final ExportHealth metrics;
  private MeterProvider provider;
  private boolean early;
  private boolean done;
  private boolean closed;
  private JvmMetrics registered;

  RuntimeMetrics(
      boolean jvm, String version, ExportHealth spans, ExportHealth logs, ExportHealth metrics) {
    this.jvm = jvm;
    this.version = version;
    this.spans = spans;
    this.logs = logs;
    this.metrics = metrics;
  }

  /**
   * Tells the provider, which can be built only after this task was scheduled.
   *
   * @param executor runs this task, if its time came before the provider
   */
  synchronized void provider(MeterProvider provider, Executor executor) {
    this.provider = provider;
    if (early) {
      executor.execute(this);
    }
  }

  @Override
  public synchronized void run() {
    early = provider == null;
    if (early || closed || done) {
      return;
    }
    done = true;
    try {
      Meter meter = Pipelines.meter(provider, version);
      LossMetrics.register(meter, spans, logs, metrics);
      if (jvm) {
        registered = new JvmMetrics();
        registered.register(meter);
      }
    } catch (Throwable t) {
      // A runtime image may lack java.management; everything else goes on.
      return;
    }
  }

  synchronized void close() {
    closed = true;
    if (registered != null) {
      registered.close();
      registered = null;
    }
  }
}
