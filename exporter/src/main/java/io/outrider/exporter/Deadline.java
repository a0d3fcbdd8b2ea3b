// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for things until a point of {@code System.nanoTime()}; true is "done in time". */
final class Deadline {

  private Deadline() {}

  static boolean join(Thread thread, long deadline) {
    long millis = left(deadline) / 1_000_000;
    if (millis > 0) {
      try {
        thread.join(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return !thread.isAlive();
  }

  static boolean join(Future<?> future, long deadline) {
    try {
      future.get(left(deadline), TimeUnit.NANOSECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static long left(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }
}
