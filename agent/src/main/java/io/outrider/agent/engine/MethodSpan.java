// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;

/** A span around a method of the application's own. */
final class MethodSpan extends CallHandler {
  private final Engine engine;
  private final String name;
  private final String function;
  private final SpanKind kind;
  private final boolean inherits;
  private final ArgumentAttributes attributes;
  private final LateEnd lateEnd;

  /**
   * @param function class and method, for {@code code.function.name}
   * @param inherits false: it begins a trace of its own
   * @param attributes null: none
   * @param lateEnd null: the method's end is the span's
   */
  MethodSpan(
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

  /** In the operation's place the span, in the argument's what was current. */
  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) {
    Context parent = inherits ? Operation.parent(Current.get()) : Context.root();
    Span span;
    if (Sampling.isDropped(parent)) {
      span = Sampling.unsampled(parent);
    } else {
      SpanBuilder builder =
          engine
              .instruments()
              .tracer
              .spanBuilder(name)
              .setParent(parent)
              .setSpanKind(kind)
              .setAttribute(Semantics.CODE_FUNCTION_NAME, function);
      span = builder.startSpan();
      if (attributes != null) {
        attributes.put(span, (Object[]) a0);
      }
    }
    Context inside = parent.with(span);
    return new Object[] {span, null, null, Current.swap(inside)};
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    Current.swap((Context) entered[ARGUMENT]);
    Span span = (Span) entered[OPERATION];
    if (thrown == null && returned != null && lateEnd != null) {
      Object later = lateEnd.end(span, returned);
      return later == returned ? null : new Object[] {later, null};
    }
    end(span, thrown);
    return null;
  }

  /** Never throws. */
  static void end(Span span, Throwable thrown) {
    try {
      if (thrown != null) {
        span.setStatus(StatusCode.ERROR);
        span.recordException(thrown);
      }
      span.end();
    } catch (Throwable e) {
      Errors.observing("the end of a method", e);
    }
  }
}
