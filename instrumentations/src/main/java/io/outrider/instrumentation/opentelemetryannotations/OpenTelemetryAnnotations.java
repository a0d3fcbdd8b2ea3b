// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryannotations;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/** Methods of the application's own that carry OpenTelemetry's annotations. */
public final class OpenTelemetryAnnotations implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    weaver
        .library("opentelemetry-annotations", "1.10 to 2.x")
        .annotated(
            "io.opentelemetry.instrumentation.annotations.WithSpan",
            "io.opentelemetry.instrumentation.annotations.AddingSpanAttributes",
            "io.opentelemetry.extension.annotations.WithSpan")
        .anyMethod()
        .as(Shape.METHOD);
  }
}
