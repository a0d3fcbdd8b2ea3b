// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Where traces meet: what one leaves here (a signal, a result, a wake-up call) another one sets
 * off, in its own context; or after a while a thread that has none.
 */
final class Crossing {
  private static final ConcurrentLinkedQueue<Runnable> LEFT = new ConcurrentLinkedQueue<>();

  private Crossing() {}

  static void start() {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                LockSupport.parkNanos(3_000_000);
                for (Runnable next = LEFT.poll(); next != null; next = LEFT.poll()) {
                  next.run();
                }
              }
            },
            "crossing");
    thread.setDaemon(true);
    thread.start();
  }

  static void leave(Runnable mine) {
    Runnable another = Task.mayNest() ? LEFT.poll() : null;
    LEFT.add(mine);
    if (another != null) {
      another.run();
    }
  }
}
