// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/** Adds the arguments of a method to the span that it is called in. */
final class MethodAttributes extends CallHandler {
  private final ArgumentAttributes attributes;

  MethodAttributes(Life life, ArgumentAttributes attributes) {
    super(life, "the arguments of a method");
    this.attributes = attributes;
  }

  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) {
    Context current = Current.orNull();
    Span span = current == null ? null : Span.fromContextOrNull(current);
    if (span != null && span.isRecording()) {
      attributes.put(span, (Object[]) a0);
    }
    return null;
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    return null;
  }
}
