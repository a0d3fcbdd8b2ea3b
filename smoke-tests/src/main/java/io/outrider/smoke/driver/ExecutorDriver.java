// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Hands a call over to another thread in every way the JDK has. */
public final class ExecutorDriver implements Driver {
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          2, 2, 1, TimeUnit.MINUTES, new java.util.concurrent.LinkedBlockingQueue<Runnable>());
  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(2);
  private final ForkJoinPool forkJoin = new ForkJoinPool(2);
  private ExecutorService virtual;

  /** Makes the call that shows the context. */
  private static class Task implements Runnable, Callable<String>, Comparable<Task> {
    final String url;
    final CountDownLatch done = new CountDownLatch(1);
    volatile Throwable failure;

    Task(String url) {
      this.url = url;
    }

    @Override
    public void run() {
      try {
        Downstream.call(url);
      } catch (Throwable e) {
        failure = e;
      } finally {
        done.countDown();
      }
    }

    @Override
    public String call() {
      run();
      return "called";
    }

    @Override
    public int compareTo(Task other) {
      return url.compareTo(other.url);
    }

    Order await() throws Exception {
      if (!done.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the task did not run");
      }
      return failure == null ? new Order().with("done", true) : Thrown.describe(failure);
    }
  }

  @Override
  public String name() {
    return "executors";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    Task task = new Task(order.get("url"));
    switch (order.get("action")) {
      case "execute":
        pool.execute(task);
        break;
      case "executeLambda":
        pool.execute(() -> task.run());
        break;
      case "submitRunnable":
        pool.submit((Runnable) task).get();
        break;
      case "submitCallable":
        return new Order().with("done", pool.submit((Callable<String>) task).get() != null);
      case "submitFutureTask":
        pool.execute(new FutureTask<>((Callable<String>) task));
        break;
      case "invokeAll":
        pool.invokeAll(Collections.singleton(task));
        break;
      case "invokeAny":
        pool.invokeAny(Collections.singleton(task));
        break;
      case "schedule":
        scheduler.schedule((Runnable) task, 20, TimeUnit.MILLISECONDS);
        break;
      case "scheduleCallable":
        scheduler.schedule((Callable<String>) task, 20, TimeUnit.MILLISECONDS).get();
        break;
      case "scheduledExecute":
        scheduler.execute(task);
        break;
      case "forkJoinExecute":
        forkJoin.execute((Runnable) task);
        break;
      case "forkJoinSubmit":
        forkJoin.submit((Callable<String>) task).get();
        break;
      case "forkJoinTask":
        forkJoin.submit(ForkJoinTask.adapt((Runnable) task));
        break;
      case "forkJoinInvoke":
        forkJoin.invoke(new Forking(task));
        break;
      case "commonPool":
        ForkJoinPool.commonPool().execute((Runnable) task);
        break;
      case "runAsync":
        CompletableFuture.runAsync(task).get();
        break;
      case "supplyAsyncOnPool":
        CompletableFuture.supplyAsync(() -> task.call(), pool).get();
        break;
      case "thenApplyAsync":
        CompletableFuture.supplyAsync(() -> "first").thenApplyAsync(x -> task.call()).get();
        break;
      case "parallelStream":
        Arrays.asList(task).parallelStream().forEach(Task::run);
        break;
      case "virtualThread":
        startVirtual(task);
        break;
      case "virtualExecutor":
        virtualExecutor().submit((Runnable) task).get();
        break;
      case "wrappedExecutor":
        ExecutorService single = Executors.newSingleThreadExecutor();
        single.execute(task);
        single.shutdown();
        break;
      case "priorityQueue":
        return priorityQueue(task);
      case "remove":
        return remove(task);
      case "reject":
        return reject(task);
      case "hooks":
        return hooks(task);
      case "cancelScheduled":
        return cancelScheduled();
      default:
        throw new IllegalArgumentException(order.get("action"));
    }
    return task.await();
  }

  /** Tasks are compared with each other, so they have to be the application's own. */
  private static Order priorityQueue(Task task) throws Exception {
    ThreadPoolExecutor ordered =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new PriorityBlockingQueue<Runnable>());
    CountDownLatch hold = new CountDownLatch(1);
    Task blocker =
        new Task("a") {
          @Override
          public void run() {
            try {
              hold.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    ordered.execute(blocker);
    ordered.execute(task);
    ordered.execute(new Task("z"));
    hold.countDown();
    Order answer = task.await();
    ordered.shutdown();
    return answer;
  }

  private static Order remove(Task task) throws Exception {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<Runnable>(10));
    CountDownLatch hold = new CountDownLatch(1);
    one.execute(
        () -> {
          try {
            hold.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    one.execute(task);
    boolean removed = one.remove(task);
    hold.countDown();
    one.shutdown();
    return new Order().with("removed", removed).with("left", one.getQueue().size());
  }

  private static Order reject(Task task) {
    Order answer = new Order();
    ThreadPoolExecutor closed =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<Runnable>(1));
    closed.setRejectedExecutionHandler(
        new RejectedExecutionHandler() {
          @Override
          public void rejectedExecution(Runnable rejected, ThreadPoolExecutor executor) {
            answer.with("same", rejected == task);
            throw new RejectedExecutionException("full");
          }
        });
    closed.shutdown();
    try {
      closed.execute(task);
    } catch (RejectedExecutionException e) {
      answer.with("message", e.getMessage());
    }
    return answer;
  }

  private static Order hooks(Task task) throws Exception {
    Order answer = new Order();
    CountDownLatch after = new CountDownLatch(1);
    ThreadPoolExecutor hooked =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<Runnable>(1)) {
          @Override
          protected void beforeExecute(Thread thread, Runnable runnable) {
            answer.with("before", runnable == task);
          }

          @Override
          protected void afterExecute(Runnable runnable, Throwable thrown) {
            answer.with("after", runnable == task);
            after.countDown();
          }
        };
    hooked.execute(task);
    after.await(20, TimeUnit.SECONDS);
    hooked.shutdown();
    return answer;
  }

  private static Order cancelScheduled() {
    ScheduledExecutorService one = Executors.newScheduledThreadPool(1);
    ScheduledFuture<?> future = one.schedule(() -> {}, 1, TimeUnit.HOURS);
    boolean cancelled = future.cancel(false);
    int left = one.shutdownNow().size();
    return new Order().with("cancelled", cancelled).with("left", left);
  }

  private static void startVirtual(Runnable task) throws Exception {
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    start.invoke(null, task);
  }

  private synchronized ExecutorService virtualExecutor() throws Exception {
    if (virtual == null) {
      virtual =
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
    return virtual;
  }

  /** Forks the call off, and joins it. */
  private static final class Forking extends RecursiveAction {
    private static final long serialVersionUID = 1;
    private final transient Task task;

    Forking(Task task) {
      this.task = task;
    }

    @Override
    protected void compute() {
      RecursiveAction.invokeAll(Collections.singleton(ForkJoinTask.adapt((Runnable) task)));
    }
  }
}
