// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Methods with OpenTelemetry's annotations. */
public final class AnnotationDriver implements Driver {
  private CompletableFuture<String> later;

  @Override
  public String name() {
    return "Annotations";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    switch (order.get("mode")) {
      case "plain":
        plain();
        return new Order().with("done", "true");
      case "named":
        return new Order()
            .with("answer", named(7, "x", Arrays.asList("a", "b"), order.get("url"), 2.5));
      case "failing":
        failing();
        return new Order();
      case "nested":
        return new Order().with("answer", nested(order.get("url")));
      case "future":
        later = new CompletableFuture<>();
        CompletableFuture<String> given = future();
        Order answer = new Order().with("same", given == later);
        TimeUnit.MILLISECONDS.sleep(150);
        if (order.get("fail") == null) {
          later.complete("x");
        } else {
          later.completeExceptionally(new IllegalStateException("late"));
        }
        return answer;
      default:
        throw new IllegalArgumentException(order.get("mode"));
    }
  }

  @WithSpan
  private static void plain() {
    Span.current().setAttribute("inside", true);
  }

  @WithSpan(value = "a name", kind = SpanKind.PRODUCER)
  String named(
      @SpanAttribute("number") int number,
      @SpanAttribute("text") String text,
      @SpanAttribute("texts") List<String> texts,
      String unmarked,
      @SpanAttribute double byParameter) {
    return text + number;
  }

  @WithSpan
  private void failing() {
    throw new IllegalArgumentException("thrown");
  }

  @WithSpan
  private String nested(String url) throws Exception {
    Downstream.call(url);
    plain();
    return Span.current().getSpanContext().getSpanId();
  }

  @WithSpan
  private CompletableFuture<String> future() {
    return later;
  }
}
