// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.probe;

import io.outrider.instrumentation.RouteAdapter;
import org.example.probe.Things;

/** Uses members of a library, so that each of them can be taken away. */
final class ProbeUser implements RouteAdapter {
  @Override
  public String route(Object self, Object a0, Object a1, Object a2) {
    return new Things("made").name() + Things.count() + Things.LIMIT[0] + a0.hashCode();
  }
}
