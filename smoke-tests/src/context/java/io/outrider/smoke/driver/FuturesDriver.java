// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Every method of CompletableFuture that takes a function, and what repeats. */
public final class FuturesDriver extends HandOverDriver {
  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

  @Override
  public String name() {
    return "futures";
  }

  @Override
  Runnable handOver(String action, Call call) throws Throwable {
    switch (action) {
      case "fixedRate":
        scheduler.scheduleAtFixedRate(call, 10, 1_000_000, TimeUnit.MILLISECONDS);
        return null;
      case "fixedDelay":
        scheduler.scheduleWithFixedDelay(call, 10, 1_000_000, TimeUnit.MILLISECONDS);
        return null;
      case "delayedExecutor":
        ((Executor)
                CompletableFuture.class
                    .getMethod("delayedExecutor", long.class, TimeUnit.class)
                    .invoke(null, 10, TimeUnit.MILLISECONDS))
            .execute(call);
        return null;
      case "orTimeout":
        CompletableFuture<Object> late = new CompletableFuture<>();
        CompletableFuture.class
            .getMethod("orTimeout", long.class, TimeUnit.class)
            .invoke(late, 10, TimeUnit.MILLISECONDS);
        late.whenComplete((x, e) -> call.run());
        return null;
      case "completeOnTimeout":
        CompletableFuture<Object> replaced = new CompletableFuture<>();
        CompletableFuture.class
            .getMethod("completeOnTimeout", Object.class, long.class, TimeUnit.class)
            .invoke(replaced, "", 10, TimeUnit.MILLISECONDS);
        replaced.thenRun(call);
        return null;
      case "structured":
        Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
        Object scope = type.getMethod("open").invoke(null);
        type.getMethod("fork", Runnable.class).invoke(scope, call);
        type.getMethod("join").invoke(scope);
        type.getMethod("close").invoke(scope);
        return null;
      default:
        return registered(action, call);
    }
  }

  /** By the method's name and its number of parameters. */
  private Runnable registered(String action, Call call) throws Exception {
    int slash = action.indexOf('/');
    String name = action.substring(0, slash);
    int count = Integer.parseInt(action.substring(slash + 1));
    CompletableFuture<Object> future = new CompletableFuture<>();
    for (Method method : CompletableFuture.class.getMethods()) {
      if (method.getName().equals(name)
          && method.getParameterCount() == count
          && method.getReturnType() == CompletableFuture.class) {
        Object[] arguments = new Object[count];
        for (int i = 0; i < count; i++) {
          arguments[i] = argument(method.getParameterTypes()[i], name, call);
        }
        method.invoke(future, arguments);
        return name.startsWith("exceptionally")
            ? () -> future.completeExceptionally(new IllegalStateException("on purpose"))
            : () -> future.complete("");
      }
    }
    throw new IllegalArgumentException(action);
  }

  private Object argument(Class<?> type, String name, Call call) {
    if (type == Executor.class) {
      return pool;
    }
    if (type == CompletionStage.class) {
      // Of the other of two, it is the first that counts.
      return name.contains("Either")
          ? new CompletableFuture<Object>()
          : CompletableFuture.<Object>completedFuture("");
    }
    Object result = name.contains("Compose") ? CompletableFuture.completedFuture("") : "";
    if (type == Function.class) {
      return (Function<Object, Object>) x -> ran(call, result);
    }
    if (type == BiFunction.class) {
      return (BiFunction<Object, Object, Object>) (x, y) -> ran(call, result);
    }
    if (type == Consumer.class) {
      return (Consumer<Object>) x -> call.run();
    }
    return type == BiConsumer.class ? (BiConsumer<Object, Object>) (x, y) -> call.run() : call;
  }

  private static Object ran(Call call, Object result) {
    call.run();
    return result;
  }
}
