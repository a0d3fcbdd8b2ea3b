// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.Channel;
import io.outrider.instrumentation.AfterAdapter;

/** Notes which channels have transactions: there is no way back. */
final class Transactions implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    if (thrown == null) {
      Line.of((Channel) self).transactional = true;
    }
    return returned;
  }
}
