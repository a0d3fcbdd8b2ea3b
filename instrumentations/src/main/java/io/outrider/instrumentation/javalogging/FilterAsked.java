// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.javalogging;

import io.outrider.instrumentation.AfterAdapter;

/** A record that the filter did not let pass is forgotten. */
final class FilterAsked implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    FilterPassed.await(null, null);
    return returned;
  }
}
