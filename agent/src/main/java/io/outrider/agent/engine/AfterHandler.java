// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.shape.After;
import io.outrider.instrumentation.AfterAdapter;

/** Tells an adapter of a call that has returned. */
final class AfterHandler extends After {
  private final AfterAdapter adapter;
  private final Life life;

  AfterHandler(AfterAdapter adapter, Life life) {
    this.adapter = adapter;
    this.life = life;
  }

  @Override
  public Object after(Object self, Object a0, Object returned, Object thrown) {
    try {
      return life.isOver() ? returned : adapter.after(self, a0, returned, (Throwable) thrown);
    } catch (Throwable e) {
      try {
        life.failed("what a call returned", e);
      } catch (Throwable again) {
        // No stack or no heap is left to say it with.
      }
      return returned;
    }
  }
}
