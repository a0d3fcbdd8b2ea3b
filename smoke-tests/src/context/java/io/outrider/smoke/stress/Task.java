// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks where it runs, and hands more tasks over. */
final class Task implements Runnable, Callable<Object>, Comparable<Task> {
  private static final int DEEPEST = 6;

  /** How many tasks this thread runs one inside the other. */
  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

  final Mechanism by;
  private final ContextStress stress;
  private final Tree tree;
  private final AtomicBoolean ran = new AtomicBoolean();

  /**
   * @param tree null: handed over in no trace
   */
  Task(ContextStress stress, Mechanism by, Tree tree) {
    this.stress = stress;
    this.by = by;
    this.tree = tree;
  }

  static boolean mayNest() {
    return DEPTH.get() < DEEPEST;
  }

  static boolean mayWait() {
    return !(Thread.currentThread() instanceof ForkJoinWorkerThread);
  }

  @Override
  public void run() {
    if (!ran.compareAndSet(false, true)) {
      return;
    }
    int depth = DEPTH.get();
    DEPTH.set(depth + 1);
    try {
      look(true);
      if (tree != null && by.carries) {
        for (int i = ThreadLocalRandom.current().nextInt(1, 4); i > 0; i--) {
          stress.handOver(tree);
        }
        // Whatever has run on this thread meanwhile.
        look(false);
      }
    } finally {
      DEPTH.set(depth);
      if (tree != null) {
        tree.closed();
      }
    }
  }

  private void look(boolean first) {
    String here = Probe.here();
    if (tree == null || !by.carries) {
      if (!here.isEmpty()) {
        (tree == null ? by.left : by.wrong).increment();
      }
    } else if (!here.equals(tree.ids)) {
      (here.isEmpty() ? by.lost : by.wrong).increment();
    }
    if (first) {
      by.tasks.increment();
      stress.ran(tree == null);
    }
  }

  @Override
  public Object call() {
    run();
    return this;
  }

  @Override
  public int compareTo(Task other) {
    return Integer.compare(System.identityHashCode(this), System.identityHashCode(other));
  }
}
