// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.guard.Answer;
import io.outrider.agent.guard.Fault;
import io.outrider.agent.guard.GuardSet;
import io.outrider.instrumentation.HttpClientAdapter;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.locks.LockSupport;

/** Makes of a fault that a rule asks for what a caller would see if it were real. */
final class Faults {
  private Faults() {}

  /** The fault that hits this call; null: none does. */
  static Fault draw(Fault fault, Operation operation) {
    try {
      if (fault == null || operation.observed || !fault.hits()) {
        return null;
      }
      if (operation.span != null) {
        operation.span.setAttribute(Semantics.FAULT_RULE, fault.ruleName());
      }
      return fault;
    } catch (Throwable e) {
      Errors.observing("a fault to inject", e);
      return null;
    }
  }

  /**
   * For libraries whose calls the engine cannot make itself: holds up the call, and may set what it
   * fails by in the place of a refusal. An answer is not possible and becomes an exception.
   *
   * @return whether it is not to be made
   */
  static boolean inject(Engine engine, Operation operation, HttpClientAdapter<?, ?> adapter) {
    Fault fault = draw(operation.guards.fault(), operation);
    if (fault == null) {
      return false;
    }
    long limit = limitNanos(engine, operation);
    if (operation.mayWait) {
      hold(Math.min(fault.delayNanos(), limit));
    }
    operation.refusal = error(fault, adapter, operation.mayWait && fault.delayNanos() >= limit);
    if (operation.refusal == null && fault.status() > 0) {
      operation.refusal = new IOException("Status " + fault.status() + ". " + fault.message());
    }
    return operation.refusal != null;
  }

  /**
   * For servers, once the guards have let the request in.
   *
   * @return the answer in the application's place; null: there is none
   */
  static Answer answer(GuardSet guards, Operation operation) {
    Fault fault = draw(guards.fault(), operation);
    if (fault == null) {
      return null;
    }
    if (operation.mayWait) {
      hold(Math.min(fault.delayNanos(), operation.remainingNanos(System.nanoTime())));
    }
    return fault.status() > 0 ? fault.answer() : null;
  }

  /**
   * For requests for connections: may set what they fail by in the place of a refusal.
   *
   * @return the fault that does; null: none
   */
  static Fault connection(Operation operation) {
    Fault fault = operation.guards == null ? null : operation.guards.fault();
    if (operation.refusal != null || fault == null || !fault.failsToConnect()) {
      return null;
    }
    fault = draw(fault, operation);
    if (fault != null) {
      operation.refusal = SqlFaults.connect(fault);
    }
    return fault;
  }

  /**
   * For executions: holds them up, and may set what they fail by; not inside a transaction, where
   * they are only slow.
   *
   * @return whether it is not to be made
   */
  static boolean execution(Engine engine, Operation operation, boolean inTransaction) {
    GuardSet guards = operation.guards == null ? operation.peer.guards.whole() : operation.guards;
    Fault fault = guards == null ? null : guards.fault();
    if (fault == null || fault.delayNanos() == 0 && (!fault.timesOut() || inTransaction)) {
      return false;
    }
    // Where there is nothing but a fault, nobody has asked yet whether this only watches.
    operation.observed |= operation.guards == null && OwnGuard.stands(guards);
    if (draw(fault, operation) == null) {
      return false;
    }
    long limit = engine.guards.queryNanos(operation, inTransaction);
    hold(limit == 0 ? fault.delayNanos() : Math.min(limit, fault.delayNanos()));
    if (fault.timesOut() && !inTransaction) {
      operation.refusal = SqlFaults.timeout(fault);
    }
    return operation.refusal != null;
  }

  /** How long a real peer could keep the caller waiting. */
  static long limitNanos(Engine engine, Operation operation) {
    long limit = engine.guards.requestNanos(operation);
    long remaining = Math.max(1, operation.remainingNanos(System.nanoTime()));
    return limit == 0 ? remaining : Math.min(limit, remaining);
  }

  /**
   * What the call fails by; null: nothing.
   *
   * @param late its delay is longer than the caller waits
   */
  static Throwable error(Fault fault, HttpClientAdapter<?, ?> adapter, boolean late) {
    if (late || fault.timesOut()) {
      return adapter.timeout(fault.message());
    }
    return fault.failsToConnect() ? new ConnectException(fault.message()) : null;
  }

  /**
   * Holds up this thread.
   *
   * @return false when it was interrupted meanwhile; it stays so
   */
  static boolean hold(long nanos) {
    long end = System.nanoTime() + nanos;
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        return nanos <= 0;
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      LockSupport.parkNanos(Faults.class, left);
    }
  }
}
