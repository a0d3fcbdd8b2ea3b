// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.AfterAdapter;

/** Forgets producers of both APIs when they are closed. */
final class ProducerClosed implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    Producers.closed(self);
    return returned;
  }
}
