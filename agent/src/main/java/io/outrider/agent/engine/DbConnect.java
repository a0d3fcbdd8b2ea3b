// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.outrider.agent.guard.Fault;
import io.outrider.agent.guard.GuardSet;
import io.outrider.instrumentation.DbConnectAdapter;
import io.outrider.instrumentation.DbEndpoint;
import io.outrider.instrumentation.PoolTimes;

/**
 * A connection is asked for: where database guards refuse, because here nothing has begun. What a
 * pool asks a database meanwhile, such as whether a connection still works, is no call.
 */
final class DbConnect extends CallHandler {
  private final Engine engine;
  private final DbConnectAdapter adapter;

  DbConnect(Engine engine, DbConnectAdapter adapter, Life life) {
    super(life, "a request for a connection");
    this.engine = engine;
    this.adapter = adapter;
  }

  /**
   * In the operation's place: the operation; a silence, when nothing guards this place and no span
   * is wanted; or the source itself, perhaps with who wants to know how long it took, when this is
   * part of another request for a connection.
   */
  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) {
    Context current = Current.get();
    DbEndpoint endpoint = adapter.endpoint(self, a0);
    Peer peer = endpoint == null ? null : engine.dbCalls.peer(endpoint);
    GuardSet guards = peer == null ? null : peer.guards.whole();
    if (guards != null) {
      // Not by who asks but by who makes wait: also a pool behind another source.
      adapter.limitWait(self, guards.poolNanos());
    }
    PoolTimes times = adapter.times(self);
    if (Operation.isNested(current, Operation.Kind.CONNECT)) {
      Object inner = times == null ? self : new Timed(self, times);
      return new Object[] {inner, null, null, a0};
    }
    Operation outer = Operation.of(current);
    boolean bound = outer != null && outer.deadline != null;
    boolean guarded = guards != null && (bound || !guards.admitsAll() || guards.fault() != null);
    if (peer == null || !guarded && !engine.connectionSpans) {
      // Only statements are silent: behind this source there may be one that is guarded.
      Silence silence = new Silence(current, Operation.Kind.DB);
      silence.source = self;
      if (times != null) {
        silence.times = times;
        silence.startNanos = System.nanoTime();
      }
      Object[] entered = {silence, null, null, a0};
      silence.previous = Current.swap(silence);
      return entered;
    }
    Operation operation =
        new Operation(Operation.Kind.CONNECT, Operation.parent(current), System.nanoTime());
    operation.mayWait = true;
    operation.request = self;
    operation.peer = peer;
    try {
      if (engine.connectionSpans) {
        operation.span = span(operation);
      }
      engine.guards.admitConnection(operation);
      Fault fault = Faults.connection(operation);
      if (operation.refusal != null && operation.span == null) {
        // A refusal is worth a span of its own, whoever else wants none.
        operation.span = span(operation);
        if (fault == null) {
          engine.guards.show(operation);
        } else {
          operation.span.setAttribute(Semantics.FAULT_RULE, fault.ruleName());
        }
      }
      Object[] entered = {operation, operation.refusal, null, a0};
      operation.previous = Current.swap(operation);
      return entered;
    } catch (Throwable e) {
      if (operation.end()) {
        engine.guards.ignore(operation);
        operation.endSpan();
      }
      throw e;
    }
  }

  private Span span(Operation operation) {
    if (Sampling.isDropped(operation.parent)) {
      return Sampling.unsampled(operation.parent);
    }
    return engine
        .instruments()
        .tracer
        .spanBuilder("getConnection")
        .setParent(operation.parent)
        .setSpanKind(SpanKind.INTERNAL)
        .setAllAttributes(operation.peer.span)
        .startSpan();
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    Object begun = entered[OPERATION];
    Object source = begun;
    if (begun instanceof Silence) {
      Silence silence = (Silence) begun;
      Current.swap(silence.previous);
      silence.end();
      source = silence.source;
      waited(silence.times, silence.startNanos, thrown);
      silence.source = null;
      silence.times = null;
      silence.previous = null;
    } else if (begun instanceof Timed) {
      Timed timed = (Timed) begun;
      source = timed.source;
      waited(timed.times, timed.startNanos, thrown);
    } else if (begun instanceof Operation) {
      Operation operation = (Operation) begun;
      Current.swap(operation.previous);
      source = operation.request;
      operation.previous = null;
      operation.request = null;
      end(operation, thrown);
      if (operation.refusal != null) {
        return new Object[] {null, operation.refusal};
      }
      waited(adapter.times(source), operation.startNanos + operation.waitedNanos, thrown);
    }
    if (returned != null) {
      adapter.opened(source, entered[ARGUMENT], returned);
    }
    return null;
  }

  /** What was refused has not waited for the pool. */
  private void waited(PoolTimes times, long startNanos, Throwable thrown) {
    if (times == null) {
      return;
    }
    if (thrown == null) {
      times.waited(System.nanoTime() - startNanos);
    } else if (adapter.timedOut(thrown)) {
      times.timedOut();
    }
  }

  /** A source behind another one, which stands for the call. */
  private static final class Timed {
    final Object source;
    final PoolTimes times;
    final long startNanos = System.nanoTime();

    Timed(Object source, PoolTimes times) {
      this.source = source;
      this.times = times;
    }
  }

  private void end(Operation operation, Throwable thrown) {
    if (!operation.end()) {
      return;
    }
    Throwable failure = operation.refusal == null ? thrown : operation.refusal;
    engine.guards.end(operation, 0, failure, System.nanoTime() - operation.startNanos);
    try {
      boolean refused = operation.refusal != null;
      if (operation.span != null && (refused || thrown != null)) {
        operation.span.setAttribute(
            Semantics.ERROR_TYPE,
            operation.refused != null
                ? GuardNames.errorType(operation.refused)
                : (refused ? operation.refusal : thrown).getClass().getName());
        operation.span.setStatus(StatusCode.ERROR);
        if (!refused) {
          operation.span.recordException(thrown);
        }
      }
    } catch (Throwable e) {
      Errors.observing("the outcome of a request for a connection", e);
    }
    operation.endSpan();
  }
}
