// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.LogIds;

/** Tells logs what the current span is called. */
final class SpanLogIds extends LogIds {
  /**
   * @param fields the names for trace, span and, if there is a third, flags
   */
  SpanLogIds(String[] fields) {
    super(fields);
  }

  /** Its SpanContext: what is kept with an event must not keep the span itself. */
  @Override
  public Object span() {
    Context context = Current.orNull();
    Span span = context == null ? null : Span.fromContextOrNull(context);
    if (span == null) {
      return null;
    }
    SpanContext ids = span.getSpanContext();
    return ids.isValid() ? ids : null;
  }

  @Override
  public String value(Object span, int index) {
    SpanContext ids = (SpanContext) span;
    switch (index) {
      case 0:
        return ids.getTraceId();
      case 1:
        return ids.getSpanId();
      default:
        return ids.getTraceFlags().asHex();
    }
  }
}
