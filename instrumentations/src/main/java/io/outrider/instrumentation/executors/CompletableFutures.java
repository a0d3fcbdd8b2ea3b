// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Target;
import io.outrider.instrumentation.Weaver;
import io.outrider.instrumentation.WrapAdapter;

/**
 * Functions given to a CompletableFuture run in the context they were given in, whichever thread
 * completes the future and whichever executor the stage asks for.
 *
 * <p>Wrapping the function, not the task the future makes of it, leaves those tasks what they are:
 * fork-join tasks that a thread waiting for a future can find and help with.
 */
public final class CompletableFutures implements Instrumentation {
  private static final String FUTURE = "java.util.concurrent.CompletableFuture";
  private static final String RUNNABLE = "java.lang.Runnable";
  private static final String SUPPLIER = "java.util.function.Supplier";
  private static final String FUNCTION = "java.util.function.Function";
  private static final String BI_FUNCTION = "java.util.function.BiFunction";
  private static final String CONSUMER = "java.util.function.Consumer";
  private static final String BI_CONSUMER = "java.util.function.BiConsumer";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("completable-future", "Java 8 to 26").shared().deferred();
    // supplyAsync, runAsync, completeAsync
    library
        .type(FUTURE + "$AsyncSupply")
        .constructor()
        .argument(1, SUPPLIER)
        .replacing(1)
        .as(Shape.WRAP, Callbacks.Suppliers.class);
    library
        .type(FUTURE + "$AsyncRun")
        .constructor()
        .argument(1, RUNNABLE)
        .replacing(1)
        .as(Shape.WRAP, Callbacks.Runnables.class);
    library
        .type(FUTURE + "$DelayedExecutor")
        .method("execute")
        .argument(0, RUNNABLE)
        .as(Shape.WRAP, CarryRunnable.class);

    Target future = library.type(FUTURE);
    stages(future, 0, FUNCTION, Callbacks.Functions.class, "thenApply", "thenCompose");
    stages(future, 0, FUNCTION, Callbacks.Functions.class, "exceptionally", "exceptionallyCompose");
    stages(future, 0, CONSUMER, Callbacks.Consumers.class, "thenAccept");
    stages(future, 0, RUNNABLE, Callbacks.Runnables.class, "thenRun");
    stages(future, 0, BI_FUNCTION, Callbacks.BiFunctions.class, "handle");
    stages(future, 0, BI_CONSUMER, Callbacks.BiConsumers.class, "whenComplete");
    // These have the other stage in front.
    stages(future, 1, FUNCTION, Callbacks.Functions.class, "applyToEither");
    stages(future, 1, CONSUMER, Callbacks.Consumers.class, "acceptEither");
    stages(future, 1, RUNNABLE, Callbacks.Runnables.class, "runAfterBoth", "runAfterEither");
    stages(future, 1, BI_FUNCTION, Callbacks.BiFunctions.class, "thenCombine");
    stages(future, 1, BI_CONSUMER, Callbacks.BiConsumers.class, "thenAcceptBoth");
  }

  private static void stages(
      Target future,
      int index,
      String type,
      Class<? extends WrapAdapter> adapter,
      String... methods) {
    for (String method : methods) {
      future.method(method).argument(index, type).replacing(index).as(Shape.WRAP, adapter);
      future
          .method(method + "Async")
          .argument(index, type)
          .replacing(index)
          .as(Shape.WRAP, adapter);
    }
  }
}
