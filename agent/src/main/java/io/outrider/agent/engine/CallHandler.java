// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.shape.Around;

/**
 * The wall between our code and the application: whatever goes wrong in here, an Error included,
 * the call goes on, and one that was refused stays refused.
 */
abstract class CallHandler extends Around {
  final Life life;
  private final String what;

  /**
   * @param what completes the sentence "could not observe ..."
   */
  CallHandler(Life life, String what) {
    this.life = life;
    this.what = what;
  }

  @Override
  public final Object[] enter(Object self, Object a0, Object a1, Object a2) {
    try {
      return life.isOver() ? null : begin(self, a0, a1, a2);
    } catch (Throwable e) {
      try {
        life.failed(what, e);
      } catch (Throwable again) {
        // No stack or no heap is left to say it with.
      }
      return null;
    }
  }

  @Override
  public final Object[] exit(Object entered, Object returned, Object thrown) {
    if (entered == null) {
      return null;
    }
    try {
      return finish((Object[]) entered, returned, (Throwable) thrown);
    } catch (Throwable e) {
      try {
        life.failed(what, e);
      } catch (Throwable again) {
        // Likewise.
      }
      Object refusal = ((Object[]) entered)[REFUSAL];
      return refusal instanceof Throwable ? new Object[] {returned, refusal} : null;
    }
  }

  /**
   * What {@link #enter} returns. When it throws, the context is what it was, and what it has begun
   * has ended.
   */
  abstract Object[] begin(Object self, Object a0, Object a1, Object a2) throws Exception;

  /** What {@link #exit} returns. Makes the context what it was, whatever else goes wrong. */
  abstract Object[] finish(Object[] entered, Object returned, Throwable thrown) throws Exception;
}
