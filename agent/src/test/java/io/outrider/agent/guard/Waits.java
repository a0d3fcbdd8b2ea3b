// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A bulkhead, a clock that moves only when told, and threads that wait for places. */
final class Waits {
  static final long MS = 1_000_000L;

  /** Far beyond where additions overflow if they are compared and not subtracted. */
  final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 3);

  final List<Long> queued = new ArrayList<>();
  final Bulkhead bulkhead;
  private final List<Caller> callers = new ArrayList<>();
  private Permit shared;

  Waits(CallKind kind, int limit, Waiting waiting) {
    this(kind, limit, waiting, null);
  }

  Waits(CallKind kind, int limit, Waiting waiting, AdaptiveLimit adaptive) {
    bulkhead =
        new Bulkhead(
            adaptive == null ? GuardKind.BULKHEAD : GuardKind.CONCURRENCY,
            place(kind),
            limit,
            waiting,
            adaptive);
  }

  private GuardPlace place(CallKind kind) {
    GuardTelemetry telemetry =
        new GuardTelemetry() {
          @Override
          public void onTransition(
              String rule, String peer, BreakerStatus from, BreakerStatus to) {}

          @Override
          public void onQueued(String rule, GuardKind guard, long nanos) {
            synchronized (queued) {
              queued.add(nanos);
            }
          }
        };
    Guards guards = new Guards(GuardRules.NONE, telemetry, line -> {}, clock::get);
    return new GuardPlace(guards, "r", Mode.ENFORCE, kind, "p");
  }

  /** A call on this thread, which waits for nothing. */
  Permit enter() {
    return bulkhead.acquire(GuardedCall.UNKNOWN, clock.get()).permit();
  }

  /** Takes all places there are. */
  Waits fill() {
    for (Permit permit = enter(); permit != null; permit = enter()) {
      shared = permit;
    }
    return this;
  }

  /** One call ends that took so long. */
  void leave(long millis) {
    shared.end(Outcome.SUCCESS, clock.get() - millis * MS, clock.get());
  }

  /** One more thread that waits; returns when it does, or was answered. */
  Caller caller() {
    return caller(Timeouts.NO_DEADLINE);
  }

  Caller caller(long remainingNanos) {
    Caller caller = new Caller(clock.get() + remainingNanos, remainingNanos);
    int before = bulkhead.queued();
    callers.add(caller);
    caller.start();
    await()
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(() -> caller.done() || caller.waits() && bulkhead.queued() != before);
    return caller;
  }

  /** Moves the clock, and has all who wait look at it. */
  void pass(long millis) {
    clock.addAndGet(millis * MS);
    callers.forEach(LockSupport::unpark);
  }

  final class Caller extends Thread implements GuardedCall {
    private final CompletableFuture<Admission> admission = new CompletableFuture<>();
    private final long deadline;
    private final long remaining;
    volatile long waited = -1;
    volatile boolean flagKept;

    private Caller(long deadline, long remaining) {
      this.deadline = deadline;
      this.remaining = remaining;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        admission.complete(bulkhead.acquire(this, clock.get()));
      } catch (Throwable t) {
        admission.completeExceptionally(t);
      }
      flagKept = isInterrupted();
    }

    boolean done() {
      return admission.isDone();
    }

    boolean waits() {
      return LockSupport.getBlocker(this) instanceof Places;
    }

    Permit permit() {
      return get().permit();
    }

    Refusal refusal() {
      return get().refusal();
    }

    private Admission get() {
      return admission.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public boolean mayWait() {
      return true;
    }

    @Override
    public long remainingNanos(long nowNanos) {
      return remaining == Timeouts.NO_DEADLINE ? remaining : deadline - nowNanos;
    }

    @Override
    public void waited(long nanos) {
      waited = nanos;
    }
  }
}
