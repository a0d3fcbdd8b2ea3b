// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;
import io.outrider.instrumentation.WrapAdapter;

/**
 * Virtual threads run in the context they were made in.
 *
 * <p>The one factory method all of them come from is woven, not VirtualThread itself, whose methods
 * run half switched between two threads.
 */
public final class VirtualThreads implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("virtual-threads", "Java 21 to 26").shared().deferred();
    library
        .type("java.lang.ThreadBuilders")
        .method("newVirtualThread")
        .argument(3, "java.lang.Runnable")
        .replacing(3)
        .as(Shape.WRAP, Carry.class);
    // Below execute() and invokeAny(), for its threads may be platform threads; submit() makes a
    // FutureTask.
    library
        .type("java.util.concurrent.ThreadPerTaskExecutor")
        .method("start")
        .argument(0, "java.lang.Runnable")
        .as(Shape.WRAP, CarryRunnable.class);
  }

  /**
   * The body of a virtual thread. The JDK's own never end (pollers, the workers of a pool over
   * virtual threads) or were wrapped before; the subtasks of a StructuredTaskScope are the
   * exception.
   */
  static final class Carry implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object task) {
      if (task == null) {
        return null;
      }
      String name = task.getClass().getName();
      return name.startsWith("java.")
              && !name.startsWith("java.util.concurrent.StructuredTaskScope")
          ? task
          : Carrying.runnable(task);
    }
  }
}
