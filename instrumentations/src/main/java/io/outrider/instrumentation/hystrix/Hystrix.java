// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.hystrix;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Commands, at the one place that runs what the application wrote, on whichever thread: its own
 * classes are not woven, for that would mean to look at each class with a method named run.
 */
public final class Hystrix implements Instrumentation {
  private static final String PACKAGE = "com.netflix.hystrix.";
  private static final String EXECUTION = "getExecutionObservable";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("hystrix", "1.5");
    library
        .type(PACKAGE + "HystrixCommand")
        .method(EXECUTION)
        .arguments(0)
        .as(Shape.AFTER, Running.class);
    library
        .type(PACKAGE + "HystrixObservableCommand")
        .method(EXECUTION)
        .arguments(0)
        .as(Shape.AFTER, Running.class)
        .method(EXECUTION)
        .arguments(0)
        .as(Shape.SCOPE, Constructing.class);
  }
}
