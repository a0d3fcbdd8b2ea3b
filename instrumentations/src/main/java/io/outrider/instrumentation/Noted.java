// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * Which object this thread has begun with, so that what is called once for each of its parents can
 * tell the first call. Remembers an identity only: a thread must not hold on to an application's
 * objects. One that is never taken is replaced by the next.
 */
public final class Noted {
  private final ThreadLocal<int[]> thread = new ThreadLocal<int[]>();

  public void note(Object object) {
    int[] noted = thread.get();
    if (noted == null) {
      noted = new int[2];
      thread.set(noted);
    }
    noted[0] = System.identityHashCode(object);
    noted[1] = 1;
  }

  /** True once for each time it was noted, on the same thread. */
  public boolean take(Object object) {
    int[] noted = thread.get();
    if (noted == null || noted[1] == 0 || noted[0] != System.identityHashCode(object)) {
      return false;
    }
    noted[1] = 0;
    return true;
  }
}
