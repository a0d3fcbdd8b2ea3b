// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.agent.shape.Scoped;
import io.outrider.instrumentation.ScopeAdapter;

/** Runs a body in the context its adapter names. */
final class ScopeHandler extends Scoped {
  private final ScopeAdapter adapter;

  ScopeHandler(ScopeAdapter adapter) {
    this.adapter = adapter;
  }

  /** Null when nothing was changed; else what was current before. */
  @Override
  public Object open(Object self, Object a0) {
    try {
      Object context = adapter.context(self, a0);
      if (context == null) {
        return null;
      }
      Context previous = Current.swap(context == Context.root() ? null : (Context) context);
      return previous == null ? Context.root() : previous;
    } catch (Throwable e) {
      Errors.observing("a hand-over", e);
      return null;
    }
  }

  @Override
  public void close(Object opened) {
    if (opened != null) {
      Current.swap(opened == Context.root() ? null : (Context) opened);
    }
  }
}
