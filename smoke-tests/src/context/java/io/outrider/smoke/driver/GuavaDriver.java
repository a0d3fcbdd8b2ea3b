// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import com.google.common.base.Function;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** ListenableFuture. */
public final class GuavaDriver extends HandOverDriver {
  private static final Executor DIRECT =
      new Executor() {
        @Override
        public void execute(Runnable task) {
          task.run();
        }
      };

  private final ListeningExecutorService threads =
      MoreExecutors.listeningDecorator(Executors.newFixedThreadPool(2));

  @Override
  public String name() {
    return "guava";
  }

  @Override
  Runnable handOver(String action, Call call) {
    SettableFuture<Integer> future = SettableFuture.create();
    switch (action) {
      case "submit":
        threads.submit(call);
        return null;
      case "listener":
        future.addListener(call, DIRECT);
        break;
      case "callback":
        callback(future, call, DIRECT);
        break;
      case "callbackOnPool":
        callback(future, call, threads);
        break;
      case "transform":
        Futures.transform(
            future,
            (Function<Integer, Integer>)
                i -> {
                  call.run();
                  return i;
                },
            DIRECT);
        break;
      case "allAsList":
        ListenableFuture<?> all = Futures.allAsList(Arrays.asList(future));
        all.addListener(call, DIRECT);
        break;
      default:
        throw new IllegalArgumentException(action);
    }
    return () -> future.set(1);
  }

  private static void callback(SettableFuture<Integer> future, Call call, Executor executor) {
    Futures.addCallback(
        future,
        new FutureCallback<Integer>() {
          @Override
          public void onSuccess(Integer result) {
            call.run();
          }

          @Override
          public void onFailure(Throwable thrown) {}
        },
        executor);
  }
}
