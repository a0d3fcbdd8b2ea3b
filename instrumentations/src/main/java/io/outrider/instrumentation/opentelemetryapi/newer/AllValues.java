// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi.newer;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Iterator;

/** All values of a header: since 1.41. */
public final class AllValues {
  private AllValues() {}

  public static <C> Iterator<String> of(TextMapGetter<C> getter, C carrier, String name) {
    return getter.getAll(carrier, name);
  }
}
