// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before the SDK's batch processor: starts it with the first span, and counts what it cannot
 * take.
 *
 * <p>The processor starts its thread when it is built. Here that happens on one of our threads, so
 * that it inherits nothing from the application's, and not at all where nothing is traced. The
 * processor's own drop count can be read only from its metrics; counting at the door gives it
 * exactly, also where metrics are off, and bounds the spans that wait before the processor exists.
 */
final class SpanBatch implements SpanProcessor {

  private final BatchSettings settings;
  private final SpanSender sender;
  private final ExportHealth health;
  private final Executor starter;

  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean asked = new AtomicBoolean();
  private final Queue<ReadableSpan> early = new ConcurrentLinkedQueue<>();
  private volatile BatchSpanProcessor batch;

  /**
   * Creates the door; nothing is started yet.
   *
   * @param starter runs on a thread of ours
   */
  SpanBatch(BatchSettings settings, SpanSender sender, ExportHealth health, Executor starter) {
    this.settings = settings;
    this.sender = sender;
    this.health = health;
    this.starter = starter;
    sender.tellWhenTaken(this);
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (!span.getSpanContext().isSampled()) {
      return;
    }
    if (waiting.incrementAndGet() > settings.queue) {
      waiting.decrementAndGet();
      health.queueFull();
      return;
    }
    BatchSpanProcessor ready = batch;
    if (ready != null) {
      ready.onEnd(span);
    } else {
      hold(span);
    }
  }

  private void hold(ReadableSpan span) {
    early.add(span);
    if (asked.compareAndSet(false, true)) {
      try {
        starter.execute(new Start());
      } catch (RejectedExecutionException e) {
        // Shut down already; the span goes the way of all that come too late.
        early.clear();
      }
    }
    // The processor may have been published between the caller's look and the add.
    BatchSpanProcessor ready = batch;
    if (ready != null) {
      handOver(ready);
    }
  }

  private void handOver(BatchSpanProcessor ready) {
    for (ReadableSpan span = early.poll(); span != null; span = early.poll()) {
      ready.onEnd(span);
    }
  }

  /** Frees room: the processor has taken spans out of its queue to send them. */
  void taken(int spans) {
    waiting.addAndGet(-spans);
  }

  /** Returns how many spans wait to be sent. */
  int waiting() {
    return waiting.get();
  }

  @Override
  public CompletableResultCode forceFlush() {
    BatchSpanProcessor ready = batch;
    if (ready != null) {
      return ready.forceFlush();
    }
    return asked.get() ? afterStart(false) : CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    BatchSpanProcessor ready = batch;
    if (ready != null) {
      return ready.shutdown();
    }
    return asked.get() ? afterStart(true) : sender.shutdown();
  }

  private CompletableResultCode afterStart(boolean shutdown) {
    CompletableResultCode result = new CompletableResultCode();
    try {
      // The starter is one thread: this runs after the start that was asked for before.
      starter.execute(new AfterStart(shutdown, result));
    } catch (RejectedExecutionException e) {
      result.fail();
    }
    return result;
  }

  private final class Start implements Runnable {
    @Override
    public void run() {
      BatchSpanProcessor started = settings.start(sender);
      batch = started;
      handOver(started);
    }
  }

  private final class AfterStart implements Runnable {
    private final boolean shutdown;
    private final CompletableResultCode result;

    AfterStart(boolean shutdown, CompletableResultCode result) {
      this.shutdown = shutdown;
      this.result = result;
    }

    @Override
    public void run() {
      BatchSpanProcessor ready = batch;
      if (ready == null) {
        result.fail();
        return;
      }
      CompletableResultCode done = shutdown ? ready.shutdown() : ready.forceFlush();
      done.whenComplete(
          () -> {
            if (done.isSuccess()) {
              result.succeed();
            } else {
              result.fail();
            }
          });
    }
  }
}
