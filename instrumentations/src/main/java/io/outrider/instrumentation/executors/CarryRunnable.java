// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.WrapAdapter;

/** A Runnable that is handed over takes the current context along. */
final class CarryRunnable implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object task) {
    return Carrying.runnable(task);
  }
}
