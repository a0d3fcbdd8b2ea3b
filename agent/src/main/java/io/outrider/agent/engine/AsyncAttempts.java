// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Makes the attempts of a call whose method returns a future. Pauses hold up no thread. Who cancels
 * the future, also during a pause, stops everything.
 */
final class AsyncAttempts {
  private final Attempts attempts;
  private final Cancellable<Object> future = new Cancellable<Object>(this, false);

  /** What is under way: the library's future. */
  private volatile Future<?> source;

  /** What is waited for: the end of a pause. */
  private volatile Later.Task task;

  private volatile boolean cancelled;

  AsyncAttempts(Attempts attempts) {
    this.attempts = attempts;
  }

  /** What the woven method returns and throws. */
  Object[] run() {
    Attempt attempt = new Attempt(attempts);
    Under under = new Under(this, attempt);
    long delay = attempt.delayNanos();
    if (delay > 0 && later(new Begin(under), delay)) {
      return new Object[] {future, null};
    }
    Throwable refused = under.begin(0, true);
    if (refused != null) {
      // The library does not even take such a request, and says so by an exception.
      return new Object[] {null, refused};
    }
    return new Object[] {future, null};
  }

  private boolean later(Runnable what, long nanos) {
    Later.Task added = Later.run(what, nanos);
    task = added;
    if (cancelled && added != null && added.cancel()) {
      what.run();
    }
    return added != null;
  }

  private void cancelled() {
    cancelled = true;
    Later.Task waiting = task;
    if (waiting != null && waiting.cancel()) {
      waiting.runNow();
    }
    Future<?> under = source;
    if (under != null) {
      under.cancel(true);
    }
  }

  /** Gives the application what came of it, in the context in which it called. */
  private void complete(Object value, Throwable thrown) {
    attempts.end();
    Context previous = Current.swap(attempts.caller());
    try {
      if (thrown == null) {
        future.complete(value);
      } else {
        future.completeExceptionally(thrown);
      }
    } finally {
      Current.swap(previous);
    }
  }

  private void release(Object held) {
    try {
      attempts
          .adapter
          .release(held, attempts.a1)
          .whenComplete(
              new BiConsumer<Object, Throwable>() {
                @Override
                public void accept(Object value, Throwable thrown) {
                  complete(value, thrown);
                }
              });
    } catch (Throwable e) {
      complete(null, e);
    }
  }

  /** An attempt that is under way; its end counts once, whoever brings it about. */
  private static final class Under extends AtomicBoolean
      implements BiConsumer<Object, Throwable>, Runnable {
    private static final long serialVersionUID = 1;

    private final transient AsyncAttempts call;
    private final transient Attempt attempt;
    private transient CompletableFuture<?> source;
    private transient Later.Task bound;

    Under(AsyncAttempts call, Attempt attempt) {
      this.call = call;
      this.attempt = attempt;
    }

    /**
     * @param heldNanos how long a fault has held it up
     * @param immediately whether the woven method is still running
     * @return what the library has thrown at once, if the method is
     */
    Throwable begin(long heldNanos, boolean immediately) {
      Context before = Current.swap(attempt.operation);
      try {
        if (call.cancelled) {
          throw new CancellationException();
        }
        Throwable error = attempt.injectedError();
        if (error != null) {
          throw error;
        }
        CompletionStage<?> answer = attempt.injectedAnswer();
        source = answer == null ? send(heldNanos) : answer.toCompletableFuture();
      } catch (Throwable e) {
        if (!immediately || attempt.injected()) {
          accept(null, e);
          return null;
        }
        attempt.attempts.site.answered(attempt.operation, null, e);
        attempt.attempts.end();
        return e;
      } finally {
        Current.swap(before);
      }
      call.source = source;
      if (call.cancelled) {
        source.cancel(true);
      }
      bound = Bound.set(attempt.attempts.site.engine, attempt.operation, this);
      source.whenComplete(this);
      return null;
    }

    private CompletableFuture<?> send(long heldNanos) throws Exception {
      Object[] arguments = attempt.attempts.arguments(heldNanos);
      return attempt.attempts.adapter.callAsync(
          attempt.attempts.self, arguments[0], arguments[1], arguments[2], attempt.verdict());
    }

    /** The time for the whole of it is up. */
    @Override
    public void run() {
      Throwable timeout = Bound.timeout(attempt.attempts.adapter, attempt.operation);
      accept(null, timeout);
      source.cancel(true);
    }

    @Override
    public void accept(Object value, Throwable thrown) {
      if (!compareAndSet(false, true)) {
        return;
      }
      if (bound != null) {
        bound.cancel();
      }
      Throwable cause =
          thrown instanceof CompletionException && thrown.getCause() != null
              ? thrown.getCause()
              : thrown;
      boolean again = !call.cancelled && attempt.isRepeated(cause);
      try {
        attempt.attempts.site.answered(attempt.operation, value, cause);
      } catch (Throwable e) {
        // No stack or no heap is left; the application is to have its answer all the same.
        Errors.observing("the end of an HTTP client call", e);
      }
      Again next = new Again(call, attempt, value, thrown);
      if (!again || !call.later(next, attempt.pauseNanos)) {
        next.surface();
      }
    }
  }

  /** The end of the pause that a fault makes. */
  private static final class Begin implements Runnable {
    private final Under under;

    Begin(Under under) {
      this.under = under;
    }

    @Override
    public void run() {
      under.begin(under.attempt.delayNanos(), false);
    }
  }

  /** The end of a pause between attempts. */
  private static final class Again implements Runnable {
    private final AsyncAttempts call;
    private final Attempt last;
    private final Object value;
    private final Throwable thrown;

    Again(AsyncAttempts call, Attempt last, Object value, Throwable thrown) {
      this.call = call;
      this.last = last;
      this.value = value;
      this.thrown = thrown;
    }

    @Override
    public void run() {
      if (call.cancelled) {
        call.complete(null, new CancellationException());
        return;
      }
      if (call.future.isDone() || !call.attempts.next()) {
        surface();
        return;
      }
      Attempt attempt = new Attempt(call.attempts);
      Under under = new Under(call, attempt);
      long delay = attempt.delayNanos();
      if (delay == 0 || !call.later(new Begin(under), delay)) {
        under.begin(0, false);
      }
    }

    /** What has failed last is what the application gets. */
    void surface() {
      if (last.isHeld() && thrown == null && value != null) {
        call.release(value);
      } else {
        call.complete(value, thrown);
      }
    }
  }

  /**
   * What the application gets. Since 16 the JDK's client stops a call when its future is cancelled,
   * or one that was derived from it.
   */
  private static final class Cancellable<T> extends CompletableFuture<T> {
    /** Whether to cancel what is derived stops the call. */
    private static final boolean TRANSITIVE = isTransitive();

    private final AsyncAttempts call;
    private final boolean derived;

    Cancellable(AsyncAttempts call, boolean derived) {
      this.call = call;
      this.derived = derived;
    }

    private static boolean isTransitive() {
      try {
        return Integer.parseInt(System.getProperty("java.specification.version", "8")) >= 16;
      } catch (NumberFormatException eight) {
        return false;
      }
    }

    /** Overrides a method that there is since 9. */
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return TRANSITIVE ? new Cancellable<U>(call, true) : new CompletableFuture<U>();
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      if (derived) {
        boolean won = super.cancel(mayInterrupt);
        if (won) {
          call.cancelled();
        }
        return won;
      }
      // First the call: it has ended when the application hears of it.
      if (!isDone()) {
        call.cancelled();
      }
      return super.cancel(mayInterrupt);
    }
  }
}
