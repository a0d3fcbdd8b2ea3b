// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.sentinel;

import io.outrider.instrumentation.AfterAdapter;

/** An entry has been left, on whichever thread. */
final class Left implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    Entries.close(self);
    return returned;
  }
}
