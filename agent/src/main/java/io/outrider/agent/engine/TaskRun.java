// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.TaskAdapter;

/**
 * A run that no request has asked for. Its span has no parent, whatever is current on the thread
 * that happens to run it; nor does it go by the guards, for nothing is called.
 */
final class TaskRun extends CallHandler {
  private static final AttributeKey<String> CODE_FUNCTION =
      AttributeKey.stringKey("code.function.name");

  /** The place of what was current before, in what begin returns. */
  private static final int PREVIOUS = ARGUMENT;

  private final Engine engine;
  private final TaskAdapter adapter;

  TaskRun(Engine engine, TaskAdapter adapter, Life life) {
    super(life, "a scheduled run");
    this.engine = engine;
    this.adapter = adapter;
  }

  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) {
    String function = adapter.function(self);
    if (function == null) {
      return null;
    }
    Span span =
        engine
            .instruments()
            .tracer
            .spanBuilder(name(function))
            .setNoParent()
            .setAttribute(CODE_FUNCTION, function)
            .startSpan();
    Object[] entered = {span, null, null, null};
    entered[PREVIOUS] = Current.swap(Context.root().with(span));
    return entered;
  }

  /** The class without its package, and the method. */
  static String name(String function) {
    int method = function.lastIndexOf('.');
    return function.substring(function.lastIndexOf('.', method - 1) + 1);
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    Current.swap((Context) entered[PREVIOUS]);
    Span span = (Span) entered[OPERATION];
    try {
      if (thrown != null) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(Semantics.ERROR_TYPE, thrown.getClass().getName());
        span.recordException(thrown);
      }
    } finally {
      span.end();
    }
    return null;
  }
}
