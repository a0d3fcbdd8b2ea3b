// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.resilience4j;

import io.outrider.instrumentation.Contexts;
import java.util.function.BooleanSupplier;

/** A decorated function, which tells when it is running. */
abstract class Guarded {
  static final String LIBRARY = "Resilience4j";

  /** Null: always. */
  private final BooleanSupplier inForce;

  Guarded(BooleanSupplier inForce) {
    this.inForce = inForce;
  }

  /** Never throws: the application's function is to run. */
  final Object enter() {
    try {
      return inForce == null || inForce.getAsBoolean() ? Contexts.enterOwnGuard(LIBRARY) : null;
    } catch (Throwable e) {
      // A breaker of the application's own making may.
      return null;
    }
  }
}
