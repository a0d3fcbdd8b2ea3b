// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.probe;

import io.outrider.instrumentation.RouteAdapter;

final class ProbeRoute implements RouteAdapter {
  @Override
  public String route(Object self, Object a0, Object a1, Object a2) {
    return null;
  }
}
