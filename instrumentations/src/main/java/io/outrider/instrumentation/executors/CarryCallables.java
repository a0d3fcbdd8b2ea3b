// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.WrapAdapter;
import io.outrider.instrumentation.Wrapped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** All Callables of a collection that is handed over take the current context along. */
final class CarryCallables implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object tasks) {
    if (!(tasks instanceof Collection) || Contexts.current() == null) {
      return tasks;
    }
    try {
      return carrying((Collection<?>) tasks);
    } catch (RuntimeException e) {
      // Whatever is wrong with the collection, the call is about to find and report it.
      return tasks;
    }
  }

  private static Collection<?> carrying(Collection<?> tasks) {
    List<Object> carrying = new ArrayList<Object>(tasks.size());
    for (Object task : tasks) {
      if (task instanceof Wrapped) {
        // Overloads call each other: this is our own list.
        return tasks;
      }
      carrying.add(Carrying.callable(task));
    }
    return carrying;
  }
}
