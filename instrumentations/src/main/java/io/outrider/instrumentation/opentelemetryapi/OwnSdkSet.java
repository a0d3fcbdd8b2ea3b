// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.OpenTelemetry;
import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.TelemetryApi;

/** Notices that the application registers an OpenTelemetry of its own. */
final class OwnSdkSet implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    if (thrown == null
        && a0 instanceof OpenTelemetry
        && !GlobalTelemetry.isNoop((OpenTelemetry) a0)) {
      TelemetryApi api = TelemetryApi.get();
      api.ownSdk(a0.getClass().getName(), api.replacesSdk());
    }
    return returned;
  }
}
