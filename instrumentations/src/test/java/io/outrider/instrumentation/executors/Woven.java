// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.ScopeAdapter;
import io.outrider.instrumentation.WrapAdapter;
import java.util.concurrent.Callable;

/** Does to a call what the weaving does. */
final class Woven {
  private Woven() {}

  @SuppressWarnings("unchecked")
  static <T> T wrap(WrapAdapter adapter, Object self, T argument) {
    return (T) adapter.wrap(self, argument);
  }

  @SuppressWarnings("unchecked")
  static <T> T after(AfterAdapter adapter, Object self, T returned) {
    return (T) adapter.after(self, null, returned, null);
  }

  static <T> T scope(ScopeAdapter adapter, Object self, Callable<T> body) {
    Object context = adapter.context(self, null);
    Object previous = context == null ? null : Contexts.attach(context);
    try {
      return body.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      if (previous != null) {
        Contexts.restore(previous);
      }
    }
  }
}
