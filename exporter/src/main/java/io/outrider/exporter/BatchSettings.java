// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

/** The {@code otel.bsp.*} keys. */
final class BatchSettings {

  private static final int MAX_QUEUE = 1 << 20;

  final int queue;
  final int batch;
  final long exportTimeoutNanos;
  final long delayNanos;

  BatchSettings(Settings settings) {
    int wanted = settings.count("otel.bsp.max.queue.size", 2048, 1);
    if (wanted > MAX_QUEUE) {
      settings.bad(
          "otel.bsp.max.queue.size",
          String.valueOf(wanted),
          "1 to " + MAX_QUEUE + " spans",
          String.valueOf(MAX_QUEUE));
    }
    this.queue = Math.min(wanted, MAX_QUEUE);
    int size = settings.count("otel.bsp.max.export.batch.size", Math.min(512, queue), 1);
    if (size > queue) {
      settings.bad(
          "otel.bsp.max.export.batch.size",
          String.valueOf(size),
          "at most otel.bsp.max.queue.size=" + queue,
          String.valueOf(queue));
    }
    this.batch = Math.min(size, queue);
    this.delayNanos = settings.nanos("otel.bsp.schedule.delay", 5_000_000_000L, 0);
    this.exportTimeoutNanos = settings.nanos("otel.bsp.export.timeout", 30_000_000_000L, 0);
  }
}
