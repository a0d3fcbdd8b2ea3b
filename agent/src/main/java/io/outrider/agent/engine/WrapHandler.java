// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.shape.Wrapping;
import io.outrider.instrumentation.WrapAdapter;

/** Lets an adapter replace an argument. */
final class WrapHandler extends Wrapping {
  private final WrapAdapter adapter;
  private final Life life;

  WrapHandler(WrapAdapter adapter, Life life) {
    this.adapter = adapter;
    this.life = life;
  }

  @Override
  public Object wrap(Object self, Object argument) {
    try {
      return life.isOver() ? argument : adapter.wrap(self, argument);
    } catch (Throwable e) {
      try {
        life.failed("a hand-over", e);
      } catch (Throwable again) {
        // No stack or no heap is left to say it with.
      }
      return argument;
    }
  }
}
