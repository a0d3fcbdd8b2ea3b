// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.coroutines;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.Contexts;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.ThreadContextElement;

/**
 * Puts the current context into that of a coroutine which is about to start. Where there is none
 * the coroutine keeps what its scope has.
 */
final class Started implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    Object context = Contexts.current();
    if (context == null || returned == null) {
      return returned;
    }
    CoroutineContext made = (CoroutineContext) returned;
    TraceElement inherited = made.get(TraceElement.KEY);
    // The same one as long as nothing has changed: flows compare elements by identity.
    return inherited != null && inherited.context == context
        ? made
        : made.plus(new TraceElement(context));
  }

  /** What the library calls whenever the coroutine comes onto a thread and leaves it. */
  static final class TraceElement extends AbstractCoroutineContextElement
      implements ThreadContextElement<Object> {
    static final Key KEY = new Key();

    final Object context;

    TraceElement(Object context) {
      super(KEY);
      this.context = context;
    }

    @Override
    public Object updateThreadContext(CoroutineContext coroutine) {
      return Contexts.attach(context);
    }

    @Override
    public void restoreThreadContext(CoroutineContext coroutine, Object previous) {
      Contexts.restore(previous);
    }

    static final class Key implements CoroutineContext.Key<TraceElement> {}
  }
}
