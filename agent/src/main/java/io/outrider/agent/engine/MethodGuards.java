// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.outrider.agent.guard.Fault;
import io.outrider.agent.guard.GuardSet;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;

/** Asks the guards of one method of the application's own. */
final class MethodGuards {
  private static final ContextKey<Operation> KEY = ContextKey.named("outrider-guarded-method");

  private final Engine engine;
  private final Peer peer;

  /** Those that return a future hold up nobody. */
  private final boolean mayWait;

  MethodGuards(Engine engine, Peer peer, boolean mayWait) {
    this.engine = engine;
    this.peer = peer;
    this.mayWait = mayWait;
  }

  /** Null: nobody is to be asked about a call that begins here. */
  Operation begin(Context parent) {
    GuardSet set = peer.guards.whole();
    if (set == null || set == GuardSet.NONE) {
      return null;
    }
    Operation outer = parent.get(KEY);
    if (outer != null
        && outer.peer == peer
        && outer.thread == Thread.currentThread()
        && !outer.isEnded()) {
      // It calls itself, or another of its name: one call to those outside.
      return null;
    }
    Operation operation = new Operation(Operation.Kind.METHOD, parent, System.nanoTime());
    // What is left for answers of others says nothing of a method.
    operation.deadline = null;
    operation.thread = Thread.currentThread();
    operation.peer = peer;
    operation.mayWait = mayWait;
    return operation;
  }

  Context inside(Context context, Operation operation) {
    return context.with(KEY, operation);
  }

  /** After this the operation may carry what the method is to throw instead of running. */
  void admit(Operation operation) {
    engine.guards.admitMethod(operation);
    if (operation.refusal != null || operation.guards == null) {
      return;
    }
    Fault fault = Faults.draw(operation.guards.fault(), operation);
    if (fault == null) {
      return;
    }
    if (mayWait) {
      Faults.hold(fault.delayNanos());
    }
    if (fault.timesOut()) {
      operation.refusal = new UncheckedIOException(new SocketTimeoutException(fault.message()));
    } else if (fault.failsToConnect()) {
      operation.refusal = new UncheckedIOException(new ConnectException(fault.message()));
    }
  }

  void end(Operation operation, Throwable thrown) {
    if (operation.end()) {
      engine.guards.end(operation, 0, thrown, System.nanoTime() - operation.startNanos);
    }
  }
}
