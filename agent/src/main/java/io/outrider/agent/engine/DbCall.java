// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.guard.GuardSet;
import io.outrider.instrumentation.DbAdapter;

/** An execution on a database. */
final class DbCall extends CallHandler {
  /**
   * What drivers know; any other limit takes a timer of ours, theirs then being the next longer.
   */
  private static final long SECOND = 1_000_000_000L;

  private final Engine engine;
  private final DbAdapter<Object> adapter;
  private final DbCalls calls;

  DbCall(Engine engine, DbAdapter<Object> adapter, Life life) {
    super(life, "a database call");
    this.engine = engine;
    this.adapter = adapter;
    this.calls = engine.dbCalls;
  }

  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) throws Exception {
    Operation operation = calls.begin(adapter, self, a0);
    if (operation == null) {
      return null;
    }
    // What is asked of the driver from here on is part of the call.
    operation.previous = Current.swap(operation);
    try {
      boolean inTransaction = false;
      if (engine.guards.guarded(operation)) {
        inTransaction = adapter.inTransaction(operation.request, self);
        boolean written = inTransaction && adapter.hasWritten(operation.request);
        engine.guards.admitStatement(operation, !inTransaction, written);
      }
      if (operation.mayWrite && operation.refusal == null) {
        adapter.writes(operation.request);
      }
      if (operation.refusal == null && faulty(operation.peer)) {
        Faults.execution(engine, operation, adapter.inTransaction(operation.request, self));
      }
      Object[] entered = {operation, operation.refusal, null, null};
      long limit =
          operation.refusal == null ? engine.guards.queryNanos(operation, inTransaction) : 0;
      if (limit > 0) {
        operation.restore = adapter.limit(self, limit);
        if (limit % SECOND != 0) {
          operation.limit = engine.guards.queryLimit(adapter, self, operation, limit);
          operation.limit.start(limit);
        }
      }
      return entered;
    } catch (Throwable e) {
      Current.swap(operation.previous);
      calls.abandon(operation);
      throw e;
    }
  }

  private static boolean faulty(Peer peer) {
    GuardSet guards = peer.guards.whole();
    return guards != null && guards.fault() != null;
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    Operation operation = (Operation) entered[OPERATION];
    // Before anything else is done with the statement, by us or by the application.
    if (operation.limit != null && operation.limit.finish() && thrown != null) {
      Guarding.showLimit(operation.span, operation.limit);
    }
    try {
      if (operation.refusal == null) {
        ran(operation, returned);
      }
      calls.end(
          adapter,
          operation,
          operation.request,
          operation.refusal == null ? thrown : operation.refusal,
          life);
    } finally {
      Current.swap(operation.previous);
      // The context may live on in what the call has started.
      operation.previous = null;
      operation.request = null;
      operation.response = null;
      operation.limit = null;
    }
    // Some of these methods return a number: what stands in its place must be one, too.
    return operation.refusal == null ? null : new Object[] {returned, operation.refusal};
  }

  private void ran(Operation operation, Object returned) {
    Object self = operation.response;
    try {
      if (operation.restore >= 0) {
        adapter.restoreTimeout(self, operation.restore);
      }
    } catch (Throwable e) {
      life.failed("the limit of a database call", e);
    }
    try {
      adapter.ran(operation.request, self, returned);
    } catch (Throwable e) {
      life.failed("the end of a database call", e);
    }
  }
}
