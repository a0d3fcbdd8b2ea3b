// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import java.util.concurrent.Executors;

/** Guava's ListenableFuture. */
public final class GuavaMechanisms implements Mechanism.Source {
  private final ListeningExecutorService threads =
      MoreExecutors.listeningDecorator(Executors.newFixedThreadPool(2));

  @Override
  public Mechanism[] mechanisms() {
    return new Mechanism[] {
      new Mechanism("ListeningExecutorService", 3, t -> threads.submit((Runnable) t)),
      new Mechanism(
          "ListenableFuture, completed elsewhere",
          3,
          t -> {
            SettableFuture<Object> future = SettableFuture.create();
            future.addListener(t, Runnable::run);
            Crossing.leave(() -> future.set(""));
          }),
    };
  }
}
