// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import static io.outrider.instrumentation.executors.FakeContexts.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.Contexts;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ThreadPoolsTest {
  private final BlockingQueue<Object> ran = new LinkedBlockingQueue<>();
  private final Runnable task = () -> ran.add(String.valueOf(Contexts.current()));
  private final CountDownLatch gate = new CountDownLatch(1);
  private ThreadPoolExecutor pool;

  @BeforeEach
  void installContexts() {
    FakeContexts.install();
    pool = new WovenPool(1, new LinkedBlockingQueue<>());
  }

  @AfterEach
  void stopPool() {
    gate.countDown();
    pool.shutdownNow();
  }

  @Test
  void executedTasksRunInTheContextTheyWereHandedOverIn() throws Exception {
    in("A", () -> pool.execute(task));
    pool.execute(task);
    in("B", () -> pool.execute(task));

    assertThat(List.of(ran.take(), ran.take(), ran.take())).containsExactly("A", "null", "B");
  }

  @Test
  void submittedTasksRunInTheContextTheyWereHandedOverIn() throws Exception {
    Future<Object> called = in("A", () -> pool.submit(Contexts::current));
    in("B", () -> pool.submit(task)).get();
    ExecutorCompletionService<Object> completion = new ExecutorCompletionService<>(pool);
    in("C", () -> completion.submit(Contexts::current));

    assertThat(called.get()).isEqualTo("A");
    assertThat(ran.take()).isEqualTo("B");
    assertThat(completion.take().get()).isEqualTo("C");
  }

  @Test
  void aFutureIsNotWrappedASecondTimeForItsCallableIs() {
    FutureTask<Object> future = new FutureTask<>(() -> 1);

    Runnable handed =
        FakeContexts.get("A", () -> Woven.wrap(new PoolTasks.Execute(), pool, future));

    assertThat(handed).isSameAs(future);
  }

  @Test
  void aWrapperIsNotWrappedAgain() {
    Runnable once = FakeContexts.get("A", () -> Woven.wrap(new CarryRunnable(), null, task));

    assertThat(FakeContexts.get("B", () -> Woven.wrap(new PoolTasks.Execute(), pool, once)))
        .isSameAs(once);
    assertThat(FakeContexts.get("B", () -> Woven.wrap(new CarryRunnable(), null, once)))
        .isSameAs(once);
  }

  @Test
  void hooksOfASubclassSeeTheApplicationsTask() throws Exception {
    in("A", () -> pool.execute(task));
    in("A", () -> pool.execute(task));
    pool.shutdown();
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

    assertThat(((WovenPool) pool).seen).hasSize(4).allMatch(seen -> seen == task);
  }

  @Test
  void aQueuedTaskIsRemovedByTheTaskTheApplicationHas() {
    block(pool);
    Runnable traced = () -> ran.add("removed");
    Runnable untraced = () -> ran.add("removed");
    in("A", () -> pool.execute(traced));
    pool.execute(untraced);

    assertThat(pool.remove(task)).isFalse();
    assertThat(pool.remove(traced)).isTrue();
    assertThat(pool.remove(untraced)).isTrue();
    assertThat(pool.remove(traced)).isFalse();
    assertThat(pool.getQueue()).isEmpty();
  }

  @Test
  void aTaskWithItsOwnEqualityIsRemovedByAnEqualOne() {
    block(pool);
    in("A", () -> pool.execute(new Named("x")));

    assertThat(pool.remove(new Named("y"))).isFalse();
    assertThat(pool.remove(new Named("x"))).isTrue();
  }

  @Test
  void purgeFindsCancelledFuturesOfOtherLibraries() {
    block(pool);
    ForeignFuture future = new ForeignFuture();
    in("A", () -> pool.execute(future));
    Future<?> own = FakeContexts.get("A", () -> pool.submit(task));
    future.cancel(false);
    own.cancel(false);
    pool.purge();

    assertThat(pool.getQueue()).isEmpty();
  }

  @Test
  void shutdownNowReturnsTheApplicationsTasks() {
    block(pool);
    Runnable untraced = () -> {};
    in("A", () -> pool.execute(task));
    pool.execute(untraced);

    assertThat(pool.shutdownNow()).containsExactly(task, untraced);
  }

  @Test
  void rejectionHandlersSeeTheApplicationsTask() {
    AtomicReference<Runnable> rejected = new AtomicReference<>();
    pool =
        new WovenPool(
            1, new LinkedBlockingQueue<>(1), (refused, executor) -> rejected.set(refused));
    block(pool);
    in("A", () -> pool.execute(() -> {}));
    in("A", () -> pool.execute(task));

    assertThat(rejected.get()).isSameAs(task);
  }

  @Test
  void aRejectedTaskThatItsCallerRunsIsInTheCallersContext() {
    pool =
        new WovenPool(1, new LinkedBlockingQueue<>(1), new ThreadPoolExecutor.CallerRunsPolicy());
    block(pool);
    in("A", () -> pool.execute(() -> {}));
    in("B", () -> pool.execute(task));

    assertThat(ran).containsExactly("B");
  }

  @Test
  void aQueueThatComparesItsTasksSeesTheApplicationsAndTheContextIsKept() throws Exception {
    Comparator<Runnable> order = Comparator.comparing(prioritised -> ((Named) prioritised).name);
    pool = new WovenPool(1, new WovenPool.Priorities(order));
    pool.prestartAllCoreThreads();
    CountDownLatch started = new CountDownLatch(1);
    pool.execute(
        new Named("0") {
          @Override
          public void run() {
            started.countDown();
            await(gate);
          }
        });
    started.await();
    for (int i = 9; i > 0; i--) {
      String name = "" + i;
      in("context " + name, () -> pool.execute(new Recording(name)));
    }
    pool.execute(new Recording("99"));
    assertThat(pool.getQueue()).allMatch(queued -> queued instanceof Recording);
    gate.countDown();

    for (int i = 1; i < 10; i++) {
      assertThat(ran.take()).isEqualTo("context " + i);
    }
    assertThat(ran.take()).isEqualTo("null");
  }

  @Test
  void aTaskOfANewThreadThatPassesTheQueueKeepsItsContext() {
    pool = new WovenPool(1, new WovenPool.Priorities(null));
    Runnable noted = FakeContexts.get("A", () -> Woven.wrap(new PoolTasks.Execute(), pool, task));
    assertThat(noted).isSameAs(task);

    Woven.wrap(new PoolTasks.Start(), pool, noted).run();
    Woven.wrap(new PoolTasks.Start(), pool, noted).run();

    assertThat(ran).containsExactly("A", "null");
    assertThat(new PoolTasks.Start().wrap(pool, null)).isNull();
  }

  @Test
  void aTaskHandedOverAgainWithoutContextDoesNotFindTheOldOne() {
    pool = new WovenPool(1, new WovenPool.Priorities(null));
    FakeContexts.get("A", () -> Woven.wrap(new PoolTasks.Execute(), pool, task));
    Woven.wrap(new PoolTasks.Execute(), pool, task);
    Woven.after(new PoolTasks.Take(), pool, task).run();
    FakeContexts.get("A", () -> Woven.wrap(new PoolTasks.Execute(), pool, task));
    Woven.wrap(new PoolTasks.Reject(), pool, task);
    Woven.after(new PoolTasks.Take(), pool, task).run();
    FakeContexts.get("A", () -> Woven.wrap(new PoolTasks.Execute(), pool, task));
    Woven.wrap(new PoolTasks.Remove(), pool, task);
    Woven.after(new PoolTasks.Take(), pool, task).run();

    assertThat(ran).containsExactly("null", "null", "null");
  }

  @Test
  void periodicTasksCarryNothingAndDelayedOnesDo() throws Exception {
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    try {
      ScheduledFuture<?> periodic =
          in(
              "A",
              () ->
                  Woven.scope(
                      new AtRoot(),
                      scheduler,
                      () ->
                          scheduler.scheduleAtFixedRate(
                              Woven.wrap(new CarryRunnable(), null, task),
                              0,
                              1,
                              TimeUnit.MILLISECONDS)));
      assertThat(List.of(ran.take(), ran.take())).containsOnly("null");
      periodic.cancel(false);
      Future<Object> delayed =
          in(
              "B",
              () ->
                  scheduler.schedule(
                      Woven.<Callable<Object>>wrap(new CarryCallable(), null, Contexts::current),
                      1,
                      TimeUnit.MILLISECONDS));
      assertThat(delayed.get()).isEqualTo("B");
    } finally {
      scheduler.shutdownNow();
    }
  }

  @Test
  void wrappersPrintAsTheTaskDoes() {
    assertThat(
            FakeContexts.get(
                "A", () -> Woven.<Runnable>wrap(new CarryRunnable(), null, new Named("x"))))
        .hasToString("Named x");
  }

  @Test
  void theContextIsTakenAwayAgainWhenATaskThrows() throws Exception {
    Future<Object> failing =
        in(
            "A",
            () ->
                pool.submit(
                    () -> {
                      throw new IllegalArgumentException("expected");
                    }));
    Future<Object> next = pool.submit(Contexts::current);

    assertThat(failing).failsWithin(10, TimeUnit.SECONDS);
    assertThat(next.get()).isNull();
  }

  @Test
  void noTaskOfAHundredThousandRunsInAnothersContext() throws Exception {
    int tasks = 100_000;
    AtomicInteger wrong = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(tasks);
    pool = new WovenPool(4, new LinkedBlockingQueue<>());
    for (int i = 0; i < tasks; i++) {
      String own = i % 5 == 0 ? null : "request " + i;
      Runnable checking =
          () -> {
            if (!Objects.equals(own, Contexts.current())) {
              wrong.incrementAndGet();
            }
            done.countDown();
          };
      if (i % 2 == 0) {
        in(own, () -> pool.execute(checking));
      } else {
        in(own, () -> pool.submit(checking));
      }
    }
    done.await();

    assertThat(wrong).hasValue(0);
  }

  private void block(ThreadPoolExecutor blocked) {
    CountDownLatch started = new CountDownLatch(1);
    blocked.execute(
        () -> {
          started.countDown();
          await(gate);
        });
    await(started);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static class Named implements Runnable {
    final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public void run() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Named && ((Named) other).name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public String toString() {
      return "Named " + name;
    }
  }

  private final class Recording extends Named {
    Recording(String name) {
      super(name);
    }

    @Override
    public void run() {
      task.run();
    }
  }

  /** A future that is no FutureTask, as Guava has them. */
  private static final class ForeignFuture extends CompletableFuture<Object>
      implements RunnableFuture<Object> {
    @Override
    public void run() {
      complete(1);
    }
  }
}
