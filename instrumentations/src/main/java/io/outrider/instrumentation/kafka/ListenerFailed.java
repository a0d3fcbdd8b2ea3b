// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.WrapAdapter;

/** Hears what a listener has thrown, on the way to the container's error handler. */
final class ListenerFailed implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object thrown) {
    Delivery handed = ContainerPolled.of(self).handed;
    if (handed != null) {
      handed.failure = (Throwable) thrown;
    }
    return thrown;
  }
}
