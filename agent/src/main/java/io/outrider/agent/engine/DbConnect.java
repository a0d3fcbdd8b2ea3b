// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.outrider.agent.guard.GuardSet;
import io.outrider.agent.shape.Around;
import io.outrider.instrumentation.DbConnectAdapter;
import io.outrider.instrumentation.DbEndpoint;

/**
 * A connection is asked for: where database guards refuse, because here nothing has begun. Without
 * a guard and with no span wanted it costs one look-up.
 */
final class DbConnect extends Around {
  private final Engine engine;
  private final DbConnectAdapter adapter;
  private final Life life;

  DbConnect(Engine engine, DbConnectAdapter adapter, Life life) {
    this.engine = engine;
    this.adapter = adapter;
    this.life = life;
  }

  /** The operation's place holds the source itself when there is no operation. */
  @Override
  public Object[] enter(Object self, Object a0, Object a1, Object a2) {
    if (life.isOver()) {
      return null;
    }
    try {
      Operation operation = begin(self, a0);
      return operation == null
          ? new Object[] {self, null, null, a0}
          : new Object[] {operation, operation.refusal, self, a0};
    } catch (Throwable e) {
      life.failed("a request for a connection", e);
      return null;
    }
  }

  private Operation begin(Object self, Object a0) {
    Context current = Current.get();
    if (Operation.isNested(current, Operation.Kind.DB)) {
      return null;
    }
    DbEndpoint endpoint = adapter.endpoint(self, a0);
    if (endpoint == null) {
      return null;
    }
    Peer peer = engine.dbCalls.peer(endpoint);
    GuardSet guards = peer.guards.whole();
    boolean guarded = guards != null && !guards.admitsAll();
    if (!guarded && !engine.connectionSpans) {
      return null;
    }
    Instruments instruments = engine.instruments();
    if (instruments == null) {
      return null;
    }
    Operation operation =
        new Operation(Operation.Kind.DB, Operation.parent(current), System.nanoTime());
    operation.peer = peer;
    operation.span =
        engine.connectionSpans ? span(instruments, operation) : Span.fromContext(operation.parent);
    engine.guards.admitConnection(operation);
    if (operation.refused != null && !engine.connectionSpans) {
      // A refusal is worth a span of its own, whoever else wants none.
      operation.span = span(instruments, operation);
      engine.guards.show(operation);
    }
    operation.previous = Current.swap(operation);
    return operation;
  }

  private static Span span(Instruments instruments, Operation operation) {
    if (Sampling.isDropped(operation.parent)) {
      return Sampling.unsampled(operation.parent);
    }
    return instruments
        .tracer
        .spanBuilder("getConnection")
        .setParent(operation.parent)
        .setSpanKind(SpanKind.INTERNAL)
        .setAllAttributes(operation.peer.span)
        .startSpan();
  }

  @Override
  public Object[] exit(Object entered, Object returned, Object thrown) {
    if (entered == null) {
      return null;
    }
    Object[] begun = (Object[]) entered;
    if (!(begun[OPERATION] instanceof Operation)) {
      opened(begun[OPERATION], begun[ARGUMENT], returned);
      return null;
    }
    Operation operation = (Operation) begun[OPERATION];
    Current.swap(operation.previous);
    end(operation, (Throwable) thrown);
    if (operation.refusal != null) {
      return new Object[] {null, operation.refusal};
    }
    opened(begun[FALLBACK], begun[ARGUMENT], returned);
    return null;
  }

  private void opened(Object self, Object a0, Object connection) {
    try {
      if (connection != null) {
        adapter.opened(self, a0, connection);
      }
    } catch (Throwable e) {
      life.failed("a new connection", e);
    }
  }

  private void end(Operation operation, Throwable thrown) {
    operation.end();
    boolean refused = operation.refused != null;
    if (engine.connectionSpans || refused) {
      if (refused || thrown != null) {
        operation.span.setAttribute(
            Semantics.ERROR_TYPE,
            refused ? Guarding.errorType(operation.refused) : thrown.getClass().getName());
        operation.span.setStatus(StatusCode.ERROR);
      }
      operation.span.end();
    }
    engine.guards.end(operation, 0, thrown, System.nanoTime() - operation.startNanos);
  }
}
