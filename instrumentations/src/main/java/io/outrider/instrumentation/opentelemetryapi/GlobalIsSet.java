// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.outrider.instrumentation.AfterAdapter;

/** With the agent there always is a global OpenTelemetry. */
final class GlobalIsSet implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    return Boolean.TRUE;
  }
}
