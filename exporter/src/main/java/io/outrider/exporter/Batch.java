// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Collects ended spans, or lines of logs, and sends them in batches from one thread of its own.
 *
 * <p>The module's README says why this is not the SDK's own batch processor.
 */
final class Batch<T> implements Consumer<T> {

  private static final long SHORT_PAUSE = 100_000L;
  private static final long LONG_PAUSE = 1_000_000_000L;

  private final String thread;
  private final BatchSettings settings;
  private final Sender<T> sender;
  private final ExportHealth health;
  private final Executor starter;
  private final Ring<T> ring;

  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private volatile Thread worker;
  private volatile boolean closed;
  private volatile boolean stopped;

  // Flushes are numbered; one is done when the worker has sent what was there when it saw it.
  private volatile long flushAsked;
  private long flushDone; // guarded by this

  /**
   * Creates an empty batch; its thread is started with the first item.
   *
   * @param thread what its thread is called
   * @param starter runs a task on a thread of ours, from which the new thread may inherit
   */
  Batch(
      String thread,
      BatchSettings settings,
      Sender<T> sender,
      ExportHealth health,
      Executor starter) {
    this.thread = thread;
    this.settings = settings;
    this.sender = sender;
    this.health = health;
    this.starter = starter;
    this.ring = new Ring<>(settings.queue);
  }

  /** Takes an item, or drops it. Never waits. */
  @Override
  public void accept(T item) {
    if (closed) {
      return;
    }
    long waiting = ring.add(item);
    if (waiting == 0) {
      health.queueFull();
    } else if (waiting >= settings.batch) {
      wake();
    }
    if (!asked.get() && asked.compareAndSet(false, true)) {
      askForStart();
    }
  }

  private void askForStart() {
    try {
      starter.execute(new Start());
    } catch (RejectedExecutionException e) {
      // Being closed: whoever closes starts the worker if it has to.
      asked.set(false);
    }
  }

  private void wake() {
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      LockSupport.unpark(worker);
    }
  }

  /** Returns how many items wait to be sent. */
  long waiting() {
    return ring.size();
  }

  /**
   * Sends what waits now.
   *
   * @param deadline when to stop waiting for that, by {@code System.nanoTime()}
   * @return whether it was sent in time
   */
  boolean flush(long deadline) {
    if (stopped || (ring.size() == 0 && worker == null)) {
      return ring.size() == 0;
    }
    asked.set(true);
    start();
    synchronized (this) {
      // Only here is it written.
      long mine = flushAsked + 1;
      flushAsked = mine;
      asleep.set(false);
      LockSupport.unpark(worker);
      try {
        while (flushDone < mine) {
          long left = deadline - System.nanoTime();
          if (left <= 0 || stopped) {
            return false;
          }
          // Rounded up: 0 would wait for ever.
          wait(left / 1_000_000 + 1);
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /**
   * Takes nothing more, sends what waits, and ends the worker.
   *
   * @param deadline when to give up, by {@code System.nanoTime()}
   * @param nanos how long that was, for the message
   */
  boolean close(long deadline, long nanos) {
    closed = true;
    boolean sent = flush(deadline);
    if (!sent) {
      health.unsentAtClose(ring.size(), nanos);
    }
    stopped = true;
    // The exporter goes first: it cancels the call that the worker may be waiting for.
    sender.shutdown();
    Thread running = worker;
    if (running != null) {
      running.interrupt();
    }
    return sent;
  }

  private synchronized void start() {
    if (worker == null && !stopped) {
      Thread made = new ExportThread(thread).newThread(new Worker());
      worker = made;
      made.start();
    }
  }

  private final class Start implements Runnable {
    @Override
    public void run() {
      start();
    }
  }

  private final class Worker implements Runnable {
    private List<T> batch = new ArrayList<>(settings.batch);

    private long next = System.nanoTime() + settings.delayNanos;

    @Override
    public void run() {
      while (!stopped) {
        try {
          step();
        } catch (Throwable t) {
          // Out of memory, perhaps: the thread stays, and does not spin.
          batch = new ArrayList<>();
          LockSupport.parkNanos(Batch.this, LONG_PAUSE);
        }
      }
      done(flushDone());
    }

    private void step() {
      if (flushAsked == flushDone() && ring.size() < settings.batch) {
        sleepUntil(next);
      }
      long flush = flushAsked;
      if (flush != flushDone()) {
        sendUpTo(ring.end());
        done(flush);
      } else if (ring.size() >= settings.batch || System.nanoTime() - next >= 0) {
        if (!sendOne(Long.MAX_VALUE) && ring.size() > 0) {
          // As in sendUpTo; without a pause this thread would take the other's processor.
          LockSupport.parkNanos(Batch.this, SHORT_PAUSE);
        }
      } else {
        return;
      }
      health.tell();
      next = System.nanoTime() + settings.delayNanos;
    }

    private void sleepUntil(long time) {
      long left = time - System.nanoTime();
      if (left <= 0) {
        return;
      }
      asleep.set(true);
      // Looked at again after the announcement: who came before it did not wake us.
      if (flushAsked == flushDone() && ring.size() < settings.batch) {
        LockSupport.parkNanos(Batch.this, left);
      }
      asleep.set(false);
    }

    private void sendUpTo(long end) {
      while (ring.start() < end && !stopped) {
        if (!sendOne(end)) {
          // A thread has claimed a place and not filled it yet.
          LockSupport.parkNanos(Batch.this, SHORT_PAUSE);
        }
      }
    }

    private boolean sendOne(long end) {
      while (batch.size() < settings.batch && ring.start() < end) {
        T item = ring.poll();
        if (item == null) {
          break;
        }
        batch.add(item);
      }
      if (batch.isEmpty()) {
        return false;
      }
      sender.send(Collections.unmodifiableList(batch));
      batch.clear();
      return true;
    }
  }

  private synchronized long flushDone() {
    return flushDone;
  }

  private synchronized void done(long flush) {
    flushDone = flush;
    notifyAll();
  }
}
