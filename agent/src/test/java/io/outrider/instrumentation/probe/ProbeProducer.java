// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.probe;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.ProducerAdapter;
import io.outrider.instrumentation.Send;
import io.outrider.instrumentation.SendRefusal;

final class ProbeProducer implements ProducerAdapter<Object> {
  @Override
  public Object message(Object self, Object[] arguments) {
    return null;
  }

  @Override
  public MessageEndpoint endpoint(Object message) {
    return null;
  }

  @Override
  public String operation() {
    return "send";
  }

  @Override
  public String header(Object message, String name) {
    return null;
  }

  @Override
  public boolean inTransaction(Object self, Object message) {
    return false;
  }

  @Override
  public Detour outgoing(
      Object self, Object message, Object[] arguments, Headers headers, Send send) {
    return null;
  }

  @Override
  public Object refused(Object self, Object message, Object[] arguments, SendRefusal refusal) {
    return null;
  }
}
