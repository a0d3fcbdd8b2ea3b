// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.guard.Answer;
import io.outrider.agent.guard.Fault;
import io.outrider.instrumentation.HttpClientAdapter;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;

/** One attempt of a call: what becomes of it, and whether another one follows. */
final class Attempt implements HttpClientAdapter.Verdict {
  final Attempts attempts;
  final Operation operation;
  final Fault fault;

  /** How long to wait before the next one. */
  long pauseNanos;

  /** Another follows. */
  private volatile boolean again;

  Attempt(Attempts attempts) {
    this.attempts = attempts;
    this.operation = attempts.operation;
    this.fault = Faults.draw(attempts.guards.fault(), operation);
  }

  @Override
  public boolean again(int status, String retryAfter) {
    try {
      again = attempts.again(this, status, retryAfter);
    } catch (Throwable e) {
      Errors.observing("the status of an HTTP response", e);
    }
    return again;
  }

  /** Asked once it is over. */
  boolean isRepeated(Throwable thrown) {
    if (thrown instanceof InterruptedException || thrown instanceof CancellationException) {
      // Whatever the status was: somebody wants an end.
      again = false;
    } else {
      again = again || thrown != null && attempts.again(this, thrown);
    }
    return again;
  }

  /** Whether the answer was kept from the application. */
  boolean isHeld() {
    return again;
  }

  HttpClientAdapter.Verdict verdict() {
    return attempts.repeats() ? this : null;
  }

  boolean injected() {
    return fault != null;
  }

  /** How long a fault holds it up; 0: not at all. Never longer than a peer could. */
  long delayNanos() {
    return fault == null ? 0 : Math.min(fault.delayNanos(), limitNanos());
  }

  private long limitNanos() {
    return Faults.limitNanos(attempts.site.engine, operation);
  }

  /** What a fault lets it fail by, after the delay; null: nothing. */
  Throwable injectedError() {
    if (fault == null) {
      return null;
    }
    boolean late = fault.delayNanos() > 0 && fault.delayNanos() >= limitNanos();
    return Faults.error(fault, attempts.adapter, late);
  }

  /**
   * What a fault answers; null: nothing, and the call is made.
   *
   * @throws IOException where the library leaves no way to give an answer
   */
  CompletionStage<?> injectedAnswer() throws IOException {
    if (fault == null || fault.status() == 0) {
      return null;
    }
    Answer answer = fault.answer();
    CompletionStage<?> given =
        attempts.adapter.answer(
            attempts.request,
            attempts.a1,
            answer.status(),
            ServerAnswer.headers(answer),
            answer.body(),
            verdict());
    if (given == null) {
      throw new IOException("Status " + fault.status() + ". " + fault.message());
    }
    return given;
  }
}
