// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hands a call over in every way that one library has. */
abstract class HandOverDriver implements Driver {
  /** Makes the call that shows the context, once. */
  static final class Call implements Runnable {
    private final String url;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Throwable failure;
    private boolean made;

    Call(String url) {
      this.url = url;
    }

    @Override
    public synchronized void run() {
      if (made) {
        return;
      }
      made = true;
      try {
        Downstream.call(url);
      } catch (Throwable e) {
        failure = e;
      } finally {
        done.countDown();
      }
    }

    Order await() throws Exception {
      if (!done.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the call was not made");
      }
      return failure == null ? new Order().with("done", true) : Thrown.describe(failure);
    }
  }

  /** What an earlier order has left to be set off by a later one, from another trace. */
  private volatile Runnable pending;

  @Override
  public final Order perform(Order order) throws Throwable {
    String action = order.get("action");
    if (action.equals("setOff")) {
      pending.run();
      return new Order().with("done", true);
    }
    Call call = new Call(order.get("url"));
    Runnable later = handOver(action, call);
    if (later != null) {
      pending = later;
      return new Order().with("done", true);
    }
    return call.await();
  }

  /**
   * @return null when the call is on its way; else what sets it off
   */
  abstract Runnable handOver(String action, Call call) throws Throwable;
}
