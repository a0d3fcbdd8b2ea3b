// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.guard.GuardKind;
import io.outrider.instrumentation.DbAdapter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Cancels one execution of a statement when its time is over: JDBC itself knows whole seconds only.
 * The exception that the application then sees is the driver's own.
 *
 * <p>A cancel must never meet the statement that the same connection runs next. So whoever ends the
 * execution and whoever cancels it change one state, and only one of them can: an execution that
 * ends first is not cancelled, and one that is being cancelled has to wait, for a second at most,
 * until the driver has handed the cancel over.
 */
final class QueryLimit implements Runnable {
  /** Each may cost a connection to the database, and a thread as long as that takes. */
  static final int MOST_AT_ONCE = 4;

  /** When so many are under way; the driver's own limit ends the statement if all of them hang. */
  private static final long RETRY_NANOS = 20_000_000L;

  private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;

  private static final int RUNNING = 0;
  private static final int FINISHED = 1;
  private static final int CANCELLING = 2;
  private static final int CANCELLED = 3;
  private static final int FAILED = 4;

  private static final AtomicInteger UNDER_WAY = new AtomicInteger();

  /** What the limit comes from. */
  final GuardKind guard;

  final String rule;
  private final DbAdapter<?> adapter;
  private final AtomicInteger state = new AtomicInteger();
  private volatile Object statement;
  private volatile Thread waiting;
  private volatile Later.Task task;

  QueryLimit(DbAdapter<?> adapter, Object statement, GuardKind guard, String rule) {
    this.adapter = adapter;
    this.statement = statement;
    this.guard = guard;
    this.rule = rule;
  }

  /** Begins to count the time. */
  void start(long nanos) {
    task = Later.run(this, nanos);
  }

  @Override
  public void run() {
    if (UNDER_WAY.incrementAndGet() > MOST_AT_ONCE) {
      UNDER_WAY.decrementAndGet();
      if (state.get() == RUNNING) {
        task = Later.run(this, RETRY_NANOS);
        if (state.get() != RUNNING) {
          drop();
        }
      }
      return;
    }
    try {
      if (state.compareAndSet(RUNNING, CANCELLING)) {
        cancel();
      }
    } finally {
      UNDER_WAY.decrementAndGet();
    }
  }

  private void cancel() {
    boolean cancelled = false;
    try {
      adapter.cancel(statement);
      cancelled = true;
    } catch (Throwable e) {
      // It cannot be cancelled, or is closed: the driver's own limit is left.
    } finally {
      statement = null;
      state.set(cancelled ? CANCELLED : FAILED);
      LockSupport.unpark(waiting);
    }
  }

  /**
   * The execution is over. Must be called before the connection can be used again; never throws,
   * never interrupts, and waits only while a cancel is on its way.
   *
   * @return true when it was cancelled by this limit
   */
  boolean finish() {
    if (state.compareAndSet(RUNNING, FINISHED)) {
      statement = null;
      drop();
      return false;
    }
    if (state.get() == CANCELLING) {
      await();
    }
    return state.get() != FAILED;
  }

  private void drop() {
    Later.Task queued = task;
    if (queued != null) {
      queued.cancel();
    }
  }

  private void await() {
    waiting = Thread.currentThread();
    long until = System.nanoTime() + LONGEST_WAIT_NANOS;
    boolean interrupted = false;
    while (state.get() == CANCELLING) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        break;
      }
      LockSupport.parkNanos(this, left);
      // It would not park again; and the interrupt is the application's, to be found afterwards.
      interrupted |= Thread.interrupted();
    }
    waiting = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
