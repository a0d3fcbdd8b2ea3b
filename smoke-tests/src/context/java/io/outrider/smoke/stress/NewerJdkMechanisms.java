// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** What came after 8, as far as this JDK has it. */
public final class NewerJdkMechanisms implements Mechanism.Source {
  private final List<Mechanism> all = new ArrayList<>();

  @Override
  public Mechanism[] mechanisms() throws Exception {
    Method delayed =
        CompletableFuture.class.getMethod("delayedExecutor", long.class, TimeUnit.class);
    Executor executor = (Executor) delayed.invoke(null, 1L, TimeUnit.MILLISECONDS);
    all.add(new Mechanism("delayedExecutor", 3, executor::execute));
    Method orTimeout = CompletableFuture.class.getMethod("orTimeout", long.class, TimeUnit.class);
    all.add(
        new Mechanism(
            "orTimeout",
            2,
            t ->
                ((CompletableFuture<?>)
                        orTimeout.invoke(
                            new CompletableFuture<Object>(), 1L, TimeUnit.MILLISECONDS))
                    .whenComplete((x, e) -> t.run())));
    try {
      virtualThreads();
      structured();
    } catch (NoSuchMethodException | ClassNotFoundException e) {
      // an older JDK
    }
    return all.toArray(new Mechanism[0]);
  }

  private void virtualThreads() throws Exception {
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    all.add(new Mechanism("virtual thread", 3, t -> start.invoke(null, t)));
    Method perTask = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
    ExecutorService virtual = (ExecutorService) perTask.invoke(null);
    all.add(new Mechanism("virtual thread per task", 3, virtual::execute));
    all.add(new Mechanism("virtual thread, submit", 3, t -> virtual.submit((Runnable) t)));
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    ThreadFactory factory =
        (ThreadFactory)
            Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    ExecutorService pooled = Executors.newFixedThreadPool(2, factory);
    all.add(new Mechanism("pool of virtual threads", 3, pooled::execute));
  }

  /** Of Java 25; a preview, so the JVM has to be started for it. */
  private void structured() throws Exception {
    Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
    Method open = type.getMethod("open");
    Method fork = type.getMethod("fork", Callable.class);
    Method join = type.getMethod("join");
    Method close = type.getMethod("close");
    try {
      close.invoke(open.invoke(null));
    } catch (InvocationTargetException e) {
      return;
    }
    all.add(
        new Mechanism(
            "StructuredTaskScope",
            1,
            t -> {
              if (!Task.mayWait()) {
                CompletableFuture.runAsync(t);
                return;
              }
              Object scope = open.invoke(null);
              fork.invoke(scope, t);
              join.invoke(scope);
              close.invoke(scope);
            }));
  }
}
