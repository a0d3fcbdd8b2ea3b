// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** One run of a method of the application's own. */
final class MethodRun {
  private static final AtomicIntegerFieldUpdater<MethodRun> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(MethodRun.class, "ended");

  private final MethodCall call;

  /** Null: none. */
  Span span;

  /** What the guards are told of; null where there are none. */
  Operation operation;

  /** Only where it is measured. */
  long startNanos;

  /** What is current inside. */
  Context inside;

  /** What was current outside. */
  Context previous;

  private volatile int ended;

  MethodRun(MethodCall call) {
    this.call = call;
  }

  /** Once, however often it is called. Never throws. */
  void end(Throwable thrown) {
    if (ENDED.compareAndSet(this, 0, 1)) {
      call.end(this, thrown);
    }
  }
}
