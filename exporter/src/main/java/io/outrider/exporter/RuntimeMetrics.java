// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;

/** Registers the metrics about the JVM and about the pipeline itself, at the first interval. */
final class RuntimeMetrics implements Runnable {

  private final boolean jvm;
  private final String version;
  private final ExportHealth spans;
  private final ExportHealth metrics;
  private volatile MeterProvider provider;
  private boolean closed;
  private JvmMetrics registered;

  RuntimeMetrics(boolean jvm, String version, ExportHealth spans, ExportHealth metrics) {
    this.jvm = jvm;
    this.version = version;
    this.spans = spans;
    this.metrics = metrics;
  }

  void provider(MeterProvider provider) {
    this.provider = provider;
  }

  @Override
  public synchronized void run() {
    if (closed || provider == null) {
      return;
    }
    try {
      Meter meter = Telemetry.meter(provider, version);
      LossMetrics.register(meter, spans, metrics);
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
