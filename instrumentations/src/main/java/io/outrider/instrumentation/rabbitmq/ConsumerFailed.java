// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import io.outrider.instrumentation.WrapAdapter;
import io.outrider.instrumentation.Wrapped;

/** An application that asks which of its consumers has failed sees its own. */
final class ConsumerFailed implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object consumer) {
    return Wrapped.unwrap(consumer);
  }
}
