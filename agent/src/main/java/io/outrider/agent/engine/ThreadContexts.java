// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.instrumentation.Contexts;

/** Shows adapters the context of the current thread. */
final class ThreadContexts extends Contexts {
  private final boolean respectsOwnGuards;

  /**
   * @param respectsOwnGuards false: guards of the application's own make no difference
   */
  ThreadContexts(boolean respectsOwnGuards) {
    this.respectsOwnGuards = respectsOwnGuards;
  }

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
  protected Object guarded(String library) {
    return respectsOwnGuards ? OwnGuard.around(Current.orNull(), library) : null;
  }

  @Override
  protected void enter(Object guard, boolean open) {
    ((OwnGuard) guard).enter(open);
  }

  @Override
  protected void leave(Object guard) {
    ((OwnGuard) guard).leave();
  }

  @Override
  protected Object swap(Object context) {
    Context next = context == Context.root() ? null : (Context) context;
    Context previous = Current.swap(next);
    return previous == null ? Context.root() : previous;
  }
}
