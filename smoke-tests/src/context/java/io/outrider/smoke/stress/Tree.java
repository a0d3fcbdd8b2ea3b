// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import java.util.concurrent.atomic.AtomicInteger;

/** All tasks that come of one request. */
final class Tree {
  /** The request's trace and span. */
  final String ids;

  private final AtomicInteger budget;
  private final AtomicInteger open = new AtomicInteger(1);
  private final Runnable done;

  Tree(String ids, int budget, Runnable done) {
    this.ids = ids;
    this.budget = new AtomicInteger(budget);
    this.done = done;
  }

  /** True when there may be one more task. */
  boolean grow() {
    if (budget.getAndDecrement() <= 0) {
      return false;
    }
    open.incrementAndGet();
    return true;
  }

  /** A task, or the request itself, has handed over all it will. */
  void closed() {
    if (open.decrementAndGet() == 0) {
      done.run();
    }
  }
}
