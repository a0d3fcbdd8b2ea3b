// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.WrapAdapter;
import io.outrider.instrumentation.Wrapped;

/** Shows the application its own task. */
final class Unwrap implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object task) {
    return Wrapped.unwrap(task);
  }
}
