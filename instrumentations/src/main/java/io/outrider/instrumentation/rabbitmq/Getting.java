// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.GetResponse;

/** Reads {@code basicGet(queue, autoAck)}. */
class Getting extends Delivered {
  @Override
  public Incoming message(Object self, Object[] arguments, Object returned) {
    if (returned == null) {
      return null;
    }
    GetResponse response = (GetResponse) returned;
    return new Incoming(source(self, arguments[0]), response.getEnvelope(), response.getProps());
  }

  @Override
  public String operation() {
    return "receive";
  }
}
