// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import com.netflix.hystrix.HystrixCommand;
import com.netflix.hystrix.HystrixCommandGroupKey;
import com.netflix.hystrix.HystrixCommandProperties;
import com.netflix.hystrix.HystrixObservableCommand;
import java.util.concurrent.Callable;
import rx.Observable;
import rx.schedulers.Schedulers;

/** Hystrix, with a thread of its own for a command and without, and as an Observable. */
public final class HystrixDriver extends GuardedDriver {
  private static final HystrixCommandGroupKey GROUP = HystrixCommandGroupKey.Factory.asKey("calls");

  @Override
  public String name() {
    return "hystrix";
  }

  @Override
  Order guarded(String how, Callable<Order> call, Order order) throws Exception {
    switch (how) {
      case "thread":
        return command(HystrixCommandProperties.ExecutionIsolationStrategy.THREAD, call).execute();
      case "semaphore":
        return command(HystrixCommandProperties.ExecutionIsolationStrategy.SEMAPHORE, call)
            .execute();
      case "constructed":
        return observable(() -> Observable.just(call.call())).toBlocking().single();
      case "subscribed":
        return observable(() -> Observable.fromCallable(call::call).subscribeOn(Schedulers.io()))
            .toBlocking()
            .single();
      default:
        throw new IllegalArgumentException(how);
    }
  }

  private static HystrixCommand<Order> command(
      HystrixCommandProperties.ExecutionIsolationStrategy isolation, Callable<Order> call) {
    HystrixCommand.Setter setter =
        HystrixCommand.Setter.withGroupKey(GROUP)
            .andCommandPropertiesDefaults(
                HystrixCommandProperties.Setter()
                    .withExecutionTimeoutEnabled(false)
                    .withExecutionIsolationStrategy(isolation));
    return new HystrixCommand<Order>(setter) {
      @Override
      protected Order run() throws Exception {
        return call.call();
      }
    };
  }

  private static Observable<Order> observable(Callable<Observable<Order>> call) {
    HystrixObservableCommand.Setter setter =
        HystrixObservableCommand.Setter.withGroupKey(GROUP)
            .andCommandPropertiesDefaults(
                HystrixCommandProperties.Setter().withExecutionTimeoutEnabled(false));
    return new HystrixObservableCommand<Order>(setter) {
      @Override
      protected Observable<Order> construct() {
        try {
          return call.call();
        } catch (Exception e) {
          return Observable.error(e);
        }
      }
    }.observe();
  }
}
