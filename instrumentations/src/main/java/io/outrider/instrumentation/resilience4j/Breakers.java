// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.resilience4j;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.function.BooleanSupplier;

/** Circuit breakers, which have states in which they never refuse. */
final class Breakers {
  private Breakers() {}

  private static BooleanSupplier ofBreaker(Object breaker) {
    return breaker instanceof CircuitBreaker ? new InForce((CircuitBreaker) breaker) : null;
  }

  /** See {@link PlainFunctions}. */
  static final class Plain extends PlainFunctions {
    @Override
    BooleanSupplier inForce(Object guard) {
      return ofBreaker(guard);
    }
  }

  /** See {@link VavrFunctions}. */
  static final class Vavr extends VavrFunctions {
    @Override
    BooleanSupplier inForce(Object guard) {
      return ofBreaker(guard);
    }
  }

  /** See {@link CheckedFunctions}. */
  static final class Checked extends CheckedFunctions {
    @Override
    BooleanSupplier inForce(Object guard) {
      return ofBreaker(guard);
    }
  }

  private static final class InForce implements BooleanSupplier {
    private final CircuitBreaker breaker;

    InForce(CircuitBreaker breaker) {
      this.breaker = breaker;
    }

    @Override
    public boolean getAsBoolean() {
      CircuitBreaker.State state = breaker.getState();
      return state != CircuitBreaker.State.DISABLED && state != CircuitBreaker.State.METRICS_ONLY;
    }
  }
}
