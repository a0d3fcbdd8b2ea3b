// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Resilience4j, by what both of its lines have in common. */
public final class Resilience4jDriver extends GuardedDriver {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
          });
  private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("breaker");
  private final CircuitBreaker disabled = CircuitBreaker.ofDefaults("disabled");
  private final CircuitBreaker measuring = CircuitBreaker.ofDefaults("measuring");
  private final Bulkhead bulkhead = Bulkhead.ofDefaults("bulkhead");
  private final ThreadPoolBulkhead pool = ThreadPoolBulkhead.ofDefaults("pool");
  private final RateLimiter limiter = RateLimiter.ofDefaults("limiter");
  private final Retry retry =
      Retry.of(
          "retry", RetryConfig.custom().maxAttempts(2).waitDuration(Duration.ofMillis(10)).build());
  private final TimeLimiter timeLimiter =
      TimeLimiter.of(TimeLimiterConfig.custom().timeoutDuration(Duration.ofSeconds(30)).build());

  public Resilience4jDriver() {
    disabled.transitionToDisabledState();
    measuring.transitionToMetricsOnlyState();
  }

  @Override
  public String name() {
    return "resilience4j";
  }

  @Override
  Order guarded(String how, Callable<Order> call, Order order) throws Exception {
    switch (how) {
      case "breaker":
        return breaker.executeCallable(call);
      case "decorated":
        return CircuitBreaker.decorateCallable(breaker, call).call();
      case "checked":
        return checked(call);
      case "disabled":
        return disabled.executeCallable(call);
      case "measuring":
        return measuring.executeCallable(call);
      case "bulkhead":
        return bulkhead.executeCallable(call);
      case "pool":
        return pool.executeCallable(call).toCompletableFuture().get(30, TimeUnit.SECONDS);
      case "limiter":
        return limiter.executeCallable(call);
      case "retry":
        return retry.executeCallable(call);
      case "timeLimiter":
        return timeLimiter.executeFutureSupplier(() -> threads.submit(call));
      case "handedOn":
        return breaker.executeCallable(() -> threads.submit(call).get(30, TimeUnit.SECONDS));
      default:
        throw new IllegalArgumentException(how);
    }
  }

  /** The types of these functions are those of one line or the other. */
  private Order checked(Callable<Order> call) throws Exception {
    for (Method method : CircuitBreaker.class.getMethods()) {
      if (method.getName().equals("executeCheckedSupplier")) {
        Class<?> type = method.getParameterTypes()[0];
        Object function =
            Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, of, args) -> call.call());
        try {
          return (Order) method.invoke(breaker, function);
        } catch (InvocationTargetException e) {
          throw (Exception) e.getCause();
        }
      }
    }
    throw new IllegalStateException();
  }
}
