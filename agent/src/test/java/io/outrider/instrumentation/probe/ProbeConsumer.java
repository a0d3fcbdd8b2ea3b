// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.probe;

import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.MessageEndpoint;

final class ProbeConsumer implements ConsumerAdapter<Object> {
  @Override
  public Object message(Object self, Object[] arguments, Object returned) {
    return null;
  }

  @Override
  public MessageEndpoint endpoint(Object message) {
    return null;
  }

  @Override
  public String operation() {
    return "process";
  }

  @Override
  public String header(Object message, String name) {
    return null;
  }
}
