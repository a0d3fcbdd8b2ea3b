// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Makes the attempts of a synchronous call, one after the other, on the thread that called. */
final class SyncAttempts {
  private final Attempts attempts;

  SyncAttempts(Attempts attempts) {
    this.attempts = attempts;
  }

  /**
   * What the woven method returns and throws. An interrupt ends a pause: the thread stays
   * interrupted, and what failed last is what the application gets.
   */
  Object[] run() {
    try {
      while (true) {
        Attempt attempt = new Attempt(attempts);
        Object returned = null;
        Throwable thrown = null;
        Context before = Current.swap(attempt.operation);
        try {
          returned = call(attempt);
        } catch (Throwable e) {
          thrown = e;
        } finally {
          Current.swap(before);
        }
        boolean again = attempt.isRepeated(thrown);
        attempts.site.answered(attempt.operation, returned, thrown);
        if (again && Faults.hold(attempt.pauseNanos) && attempts.next()) {
          continue;
        }
        return attempt.isHeld() && thrown == null
            ? released(returned)
            : new Object[] {returned, thrown};
      }
    } finally {
      attempts.end();
    }
  }

  private Object call(Attempt attempt) throws Throwable {
    long delay = attempt.delayNanos();
    if (delay > 0 && !Faults.hold(delay)) {
      Throwable interrupted =
          attempts.adapter.interrupted("interrupted while waiting for an answer");
      if (interrupted instanceof InterruptedException) {
        Thread.interrupted();
      }
      throw interrupted;
    }
    Throwable error = attempt.injectedError();
    if (error != null) {
      throw error;
    }
    CompletionStage<?> answer = attempt.injectedAnswer();
    if (answer != null) {
      return await(answer);
    }
    Object[] arguments = attempts.arguments(delay);
    return attempts.adapter.call(
        attempts.self, arguments[0], arguments[1], arguments[2], attempt.verdict());
  }

  private Object[] released(Object returned) {
    try {
      return new Object[] {await(attempts.adapter.release(returned, attempts.a1)), null};
    } catch (Throwable e) {
      return new Object[] {null, e};
    }
  }

  /** As the library does: the body is the application's own, and so is the time it takes. */
  static Object await(CompletionStage<?> stage) throws Throwable {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException || !(cause instanceof Exception)
          ? cause
          : new IOException(cause.getMessage(), cause);
    }
  }
}
