// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.WrapAdapter;
import io.outrider.instrumentation.Wrapped;
import javax.jms.MessageListener;

/** Wraps listeners of classes that cannot be woven, and gives them back as they were. */
final class JavaxListeners implements WrapAdapter, AfterAdapter {
  @Override
  public Object wrap(Object self, Object argument) {
    return argument != null && Unwoven.contains(argument.getClass())
        ? new JavaxListener((MessageListener) argument)
        : argument;
  }

  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    return Wrapped.unwrap(returned);
  }
}
