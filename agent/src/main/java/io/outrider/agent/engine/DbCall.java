// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.shape.Around;
import io.outrider.instrumentation.DbAdapter;

/** An execution on a database. */
final class DbCall extends Around {
  private final Engine engine;
  private final DbAdapter<Object> adapter;
  private final DbCalls calls;
  private final Life life;

  DbCall(Engine engine, DbAdapter<Object> adapter, Life life) {
    this.engine = engine;
    this.adapter = adapter;
    this.calls = engine.dbCalls;
    this.life = life;
  }

  @Override
  public Object[] enter(Object self, Object a0, Object a1, Object a2) {
    if (life.isOver()) {
      return null;
    }
    Operation operation = null;
    try {
      operation = calls.begin(adapter, self, a0);
      if (operation == null) {
        return null;
      }
      engine.guards.admitStatement(operation, !adapter.inTransaction(operation.request, self));
      long limit = operation.refusal == null ? engine.guards.queryNanos(operation) : 0;
      if (limit > 0) {
        operation.restore = adapter.limit(self, limit);
      }
      operation.previous = Current.swap(operation);
      return new Object[] {operation, operation.refusal, null, null};
    } catch (Throwable e) {
      life.failed("a database call", e);
      if (operation != null) {
        calls.end(adapter, operation, null, null);
      }
      return null;
    }
  }

  @Override
  public Object[] exit(Object entered, Object returned, Object thrown) {
    if (entered == null) {
      return null;
    }
    Operation operation = (Operation) ((Object[]) entered)[OPERATION];
    Current.swap(operation.previous);
    Object statement = operation.request;
    Object self = operation.response;
    // The context may live on in what the call has started.
    operation.request = null;
    operation.response = null;
    if (operation.refusal != null) {
      calls.end(adapter, operation, statement, operation.refusal);
      return new Object[] {null, operation.refusal};
    }
    try {
      if (operation.restore >= 0) {
        adapter.restoreTimeout(self, operation.restore);
      }
      adapter.ran(statement, self, returned);
    } catch (Throwable e) {
      life.failed("the end of a database call", e);
    }
    calls.end(adapter, operation, statement, (Throwable) thrown);
    return null;
  }
}
