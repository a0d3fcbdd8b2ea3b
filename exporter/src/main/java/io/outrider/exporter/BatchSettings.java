// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

/** The {@code otel.bsp.*} keys, or {@code otel.blrp.*} for logs. */
final class BatchSettings {

  private static final int MAX_QUEUE = 1 << 20;

  final int queue;
  final int batch;
  final long exportTimeoutNanos;
  final long delayNanos;

  /**
   * @param prefix of the keys, with its last dot
   * @param delayNanos the default between two exports
   * @param items what is counted, such as {@code spans}
   */
  BatchSettings(String prefix, long delayNanos, String items, Settings settings) {
    int wanted = settings.count(prefix + "max.queue.size", 2048, 1);
    if (wanted > MAX_QUEUE) {
      settings.bad(
          prefix + "max.queue.size",
          String.valueOf(wanted),
          "1 to " + MAX_QUEUE + " " + items,
          String.valueOf(MAX_QUEUE));
    }
    this.queue = Math.min(wanted, MAX_QUEUE);
    int size = settings.count(prefix + "max.export.batch.size", Math.min(512, queue), 1);
    if (size > queue) {
      settings.bad(
          prefix + "max.export.batch.size",
          String.valueOf(size),
          "at most " + prefix + "max.queue.size=" + queue,
          String.valueOf(queue));
    }
    this.batch = Math.min(size, queue);
    this.delayNanos = settings.nanos(prefix + "schedule.delay", delayNanos, 0);
    this.exportTimeoutNanos = settings.nanos(prefix + "export.timeout", 30_000_000_000L, 0);
  }
}
