// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.resilience4j;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Target;
import io.outrider.instrumentation.Weaver;

/**
 * Circuit breakers, bulkheads, rate limiters, retries and time limiters, where they decorate a
 * function: all that executes one ends there, annotations and Feign included.
 */
public final class Resilience4j implements Instrumentation {
  private static final String PACKAGE = "io.github.resilience4j.";

  /** What all of them decorate that is of the JDK or answers with something of the JDK. */
  private static final String[] PLAIN = {
    "decorateSupplier",
    "decorateCallable",
    "decorateRunnable",
    "decorateFunction",
    "decorateConsumer",
    "decorateCompletionStage",
    "decorateFuture",
    "decorateEitherSupplier",
    "decorateTrySupplier"
  };

  /** By kind of function: the method, the type of 1.7 and the type of 2.0. */
  private static final String[][] CHECKED = {
    {"decorateCheckedSupplier", "CheckedFunction0", "CheckedSupplier"},
    {"decorateCheckedFunction", "CheckedFunction1", "CheckedFunction"},
    {"decorateCheckedRunnable", "CheckedRunnable", "CheckedRunnable"},
    {"decorateCheckedConsumer", "CheckedConsumer", "CheckedConsumer"}
  };

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("resilience4j", "1.7 to 2.4");
    decorators(
        library,
        PACKAGE + "circuitbreaker.CircuitBreaker",
        Breakers.Plain.class,
        Breakers.Vavr.class,
        Breakers.Checked.class);
    String[] others = {"bulkhead.Bulkhead", "ratelimiter.RateLimiter", "retry.Retry"};
    for (String other : others) {
      decorators(
          library,
          PACKAGE + other,
          PlainFunctions.class,
          VavrFunctions.class,
          CheckedFunctions.class);
    }
    Target limiter = library.type(PACKAGE + "timelimiter.internal.TimeLimiterImpl");
    limiter.method("decorateFutureSupplier").arguments(1).as(Shape.AFTER, PlainFunctions.class);
    limiter.method("decorateCompletionStage").arguments(2).as(Shape.AFTER, PlainFunctions.class);
    library
        .type(PACKAGE + "bulkhead.internal.FixedThreadPoolBulkhead")
        .method("submit")
        .argument(0, "java.util.concurrent.Callable")
        .as(Shape.WRAP, PooledTasks.Callables.class)
        .method("submit")
        .argument(0, "java.lang.Runnable")
        .as(Shape.WRAP, PooledTasks.Runnables.class);
  }

  /** The static methods, with the guard in front; the others call these. */
  private static void decorators(
      Library library,
      String type,
      Class<? extends AfterAdapter> plain,
      Class<? extends AfterAdapter> vavr,
      Class<? extends AfterAdapter> checked) {
    Target target = library.type(type);
    for (String method : PLAIN) {
      target.method(method).argument(0, type).as(Shape.AFTER, plain);
    }
    // The function is the last of two parameters, or of three where the one between is a number of
    // permits or a function that finds it.
    for (String[] method : CHECKED) {
      for (int index = 1; index <= 2; index++) {
        target
            .method(method[0])
            .argument(0, type)
            .argument(index, "io.vavr." + method[1])
            .as(Shape.AFTER, vavr);
        target
            .method(method[0])
            .argument(0, type)
            .argument(index, PACKAGE + "core.functions." + method[2])
            .as(Shape.AFTER, checked);
      }
    }
  }
}
