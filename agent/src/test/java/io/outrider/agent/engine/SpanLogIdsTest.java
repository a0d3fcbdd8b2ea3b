// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SpanLogIdsTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private final SpanLogIds ids =
      new SpanLogIds(new String[] {"trace_id", "span_id", "trace_flags"});

  @AfterEach
  void leave() {
    Current.swap(null);
  }

  @Test
  void namesTheSpanOfTheInnermostCall() {
    Operation operation = new Operation(Operation.Kind.HTTP_SERVER, Context.root(), 0);
    operation.span =
        Span.wrap(
            SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault()));
    Current.swap(operation.with(Baggage.empty()));

    Object span = ids.span();
    Current.swap(null);
    assertThat(ids.count()).isEqualTo(3);
    assertThat(ids.value(span, 0)).isEqualTo(TRACE);
    assertThat(ids.value(span, 1)).isEqualTo(SPAN);
    assertThat(ids.value(span, 2)).isEqualTo("01");
  }

  @Test
  void saysNothingWhereThereIsNoSpan() {
    assertThat(ids.span()).isNull();
    Current.swap(new Operation(Operation.Kind.HTTP_SERVER, Context.root(), 0));
    assertThat(ids.span()).isNull();
    Current.swap(Context.root().with(Span.getInvalid()));
    assertThat(ids.span()).isNull();
  }
}
