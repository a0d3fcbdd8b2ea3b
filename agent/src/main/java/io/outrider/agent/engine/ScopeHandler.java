// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.agent.shape.Scoped;
import io.outrider.instrumentation.ScopeAdapter;

/** Runs a body in the context its adapter names. */
final class ScopeHandler extends Scoped {
  private final ScopeAdapter adapter;
  private final Life life;

  ScopeHandler(ScopeAdapter adapter, Life life) {
    this.adapter = adapter;
    this.life = life;
  }

  /** Null when nothing was changed; else what was current before. */
  @Override
  public Object open(Object self, Object a0) {
    try {
      Object context = life.isOver() ? null : adapter.context(self, a0);
      if (context == null) {
        return null;
      }
      Context previous = Current.swap(context == Context.root() ? null : (Context) context);
      return previous == null ? Context.root() : previous;
    } catch (Throwable e) {
      try {
        life.failed("a hand-over", e);
      } catch (Throwable again) {
        // No stack or no heap is left to say it with.
      }
      return null;
    }
  }

  @Override
  public void close(Object opened) {
    if (opened == null) {
      return;
    }
    try {
      Context closed = Current.swap(opened == Context.root() ? null : (Context) opened);
      if (closed instanceof Silence) {
        // What the body has started may outlive it, and is then no part of it.
        ((Silence) closed).end();
      } else if (closed instanceof OwnGuard) {
        ((OwnGuard) closed).left();
      }
    } catch (Throwable e) {
      try {
        life.failed("a hand-over", e);
      } catch (Throwable again) {
        // Likewise.
      }
    }
  }
}
