// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * The OpenTelemetry API that an application brings along. What it asks of the global OpenTelemetry
 * is answered by the agent's, and its current context is the agent's current context.
 */
public final class OpenTelemetryApi implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("opentelemetry-api", "1.10 to 1.x");
    library
        .type("io.opentelemetry.api.GlobalOpenTelemetry")
        .method("get")
        .as(Shape.AFTER, GlobalTelemetry.class)
        .method("getOrNoop")
        .as(Shape.AFTER, GlobalTelemetry.class)
        .method("isSet")
        .as(Shape.AFTER, GlobalIsSet.class)
        .method("set")
        .argument(0, "io.opentelemetry.api.OpenTelemetry")
        .as(Shape.AFTER, OwnSdkSet.class);
    library
        .type("io.opentelemetry.context.LazyStorage")
        .method("createStorage")
        .as(Shape.AFTER, StorageCreated.class);
  }
}
