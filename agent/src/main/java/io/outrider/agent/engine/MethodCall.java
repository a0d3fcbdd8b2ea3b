// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.concurrent.CompletableFuture;

/** A method of the application's own runs: with a span, measured, guarded, or some of these. */
final class MethodCall extends CallHandler {
  private final Engine engine;
  private final String name;
  private final String function;
  private final SpanKind kind;
  private final boolean inherits;
  private final ArgumentAttributes attributes;
  private final LateEnd lateEnd;
  private boolean spanned = true;
  private Peer peer;
  private MethodTimes times;
  private MethodGuards guards;
  private boolean returnsFuture;

  /**
   * @param function class and method, for {@code code.function.name}
   * @param inherits false: it begins a trace of its own
   * @param attributes null: none
   * @param lateEnd null: the method's end is the span's
   */
  MethodCall(
      Engine engine,
      Life life,
      String name,
      String function,
      SpanKind kind,
      boolean inherits,
      ArgumentAttributes attributes,
      LateEnd lateEnd) {
    super(life, "a method");
    this.engine = engine;
    this.name = name;
    this.function = function;
    this.kind = kind;
    this.inherits = inherits;
    this.attributes = attributes;
    this.lateEnd = lateEnd;
  }

  /**
   * Likewise measured and guarded, and perhaps without a span.
   *
   * @param times null: not measured
   * @param returnsFuture a refusal is a future that has failed
   */
  MethodCall with(boolean spans, Peer peer, MethodTimes times, boolean returnsFuture) {
    this.spanned = spans;
    this.peer = peer;
    this.times = times;
    this.returnsFuture = returnsFuture;
    this.guards = new MethodGuards(engine, peer, lateEnd == null && !returnsFuture);
    return this;
  }

  /** In the operation's place the run. */
  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) {
    Context current = Operation.parent(Current.get());
    Context parent = inherits ? current : Context.root();
    Operation operation = guards == null ? null : guards.begin(current);
    MethodRun run = new MethodRun(this);
    try {
      run.inside = parent;
      if (spanned) {
        span(run, parent, a0);
      }
      if (operation != null) {
        operation.span = run.span;
        run.operation = operation;
        guards.admit(operation);
        run.inside = guards.inside(run.inside, operation);
        if (operation.refused != null && run.span == null) {
          // A refusal is worth a span, whoever else wants none.
          span(run, parent, a0);
          operation.span = run.span;
          engine.guards.show(operation);
        }
      }
      if (times != null) {
        run.startNanos = System.nanoTime();
      }
    } catch (Throwable e) {
      run.end(null);
      throw e;
    }
    run.previous = Current.swap(run.inside);
    return new Object[] {run, operation == null ? null : operation.refusal, null, null};
  }

  private void span(MethodRun run, Context parent, Object a0) {
    if (Sampling.isDropped(parent)) {
      run.span = Sampling.unsampled(parent);
    } else {
      SpanBuilder builder =
          engine
              .instruments()
              .tracer
              .spanBuilder(name)
              .setParent(parent)
              .setSpanKind(kind)
              .setAttribute(Semantics.CODE_FUNCTION_NAME, function);
      run.span = builder.startSpan();
      if (attributes != null) {
        attributes.put(run.span, (Object[]) a0);
      }
    }
    run.inside = parent.with(run.span);
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    MethodRun run = (MethodRun) entered[OPERATION];
    Current.swap(run.previous);
    run.previous = null;
    Throwable refusal = (Throwable) entered[REFUSAL];
    if (refusal != null) {
      run.end(refusal);
      if (!returnsFuture) {
        // What is returned is the zero of its type, which need not be null.
        return new Object[] {returned, refusal};
      }
      CompletableFuture<Object> failed = new CompletableFuture<Object>();
      failed.completeExceptionally(refusal);
      return new Object[] {failed, null};
    }
    if (thrown == null && returned != null && lateEnd != null) {
      Object later = lateEnd.end(run, returned);
      return later == returned ? null : new Object[] {later, null};
    }
    run.end(thrown);
    return null;
  }

  /** Once for each run. Never throws. */
  void end(MethodRun run, Throwable thrown) {
    Operation operation = run.operation;
    boolean refused = operation != null && operation.refused != null;
    try {
      if (operation != null) {
        guards.end(operation, thrown);
      }
      String error =
          thrown == null
              ? null
              : refused ? GuardNames.errorType(operation.refused) : thrown.getClass().getName();
      if (times != null) {
        times.record(System.nanoTime() - run.startNanos, peer.series(error, null), run.inside);
      }
      if (run.span != null && thrown != null) {
        run.span.setStatus(StatusCode.ERROR);
        if (peer != null) {
          run.span.setAttribute(Semantics.ERROR_TYPE, error);
        }
        if (!refused) {
          run.span.recordException(thrown);
        }
      }
    } catch (Throwable e) {
      Errors.observing("the end of a method", e);
    }
    try {
      if (run.span != null) {
        run.span.end();
      }
    } catch (Throwable e) {
      Errors.observing("the end of a method", e);
    }
  }
}
