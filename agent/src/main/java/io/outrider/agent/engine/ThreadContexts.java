// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.instrumentation.Contexts;

/** Shows adapters the context of the current thread. */
final class ThreadContexts extends Contexts {
  @Override
  protected Object capture() {
    return Current.orNull();
  }

  @Override
  protected Object root() {
    return Context.root();
  }

  @Override
  protected Object silenced() {
    return new Silence(Current.get(), null);
  }

  @Override
  protected Object swap(Object context) {
    Context next = context == Context.root() ? null : (Context) context;
    Context previous = Current.swap(next);
    return previous == null ? Context.root() : previous;
  }
}
