// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.resilience4j;

import io.outrider.instrumentation.AfterAdapter;
import java.util.function.BooleanSupplier;

/** What a method has decorated tells from then on when it is running. */
abstract class Decorated implements AfterAdapter {
  @Override
  public final Object after(Object self, Object a0, Object returned, Throwable thrown) {
    return returned == null ? null : guarded(returned, inForce(a0));
  }

  /** Tells, at each call, whether the guard is one now; null: it always is. */
  BooleanSupplier inForce(Object guard) {
    return null;
  }

  /**
   * The same function, inside the guard; itself when it is of no type that is known here.
   *
   * @param inForce as {@link #inForce}
   */
  abstract Object guarded(Object function, BooleanSupplier inForce);
}
