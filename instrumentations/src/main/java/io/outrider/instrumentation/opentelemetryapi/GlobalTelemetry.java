// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.TelemetryApi;

/** Gives out the agent's OpenTelemetry where the application has registered none. */
final class GlobalTelemetry implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    return returned instanceof OpenTelemetry
            && (isNoop((OpenTelemetry) returned) || TelemetryApi.get().replacesSdk())
        ? BridgedOpenTelemetry.INSTANCE
        : returned;
  }

  /**
   * The library hides what is registered behind a wrapper, whose parts tell. What only propagates
   * is no noop: somebody wanted exactly that.
   */
  static boolean isNoop(OpenTelemetry registered) {
    return registered.getTracerProvider() == TracerProvider.noop()
        && registered.getPropagators() == ContextPropagators.noop();
  }
}
