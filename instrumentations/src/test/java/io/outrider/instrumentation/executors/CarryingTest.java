// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.WrapAdapter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CarryingTest {
  @BeforeEach
  void installContexts() {
    FakeContexts.install();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sun.nio.ch.EPollPort$EventHandlerTask",
        "jdk.internal.net.http.HttpClientImpl$SelectorManager",
        "org.apache.tomcat.util.net.NioEndpoint$SocketProcessor",
        "org.eclipse.jetty.util.thread.ReservedThreadExecutor$ReservedThread",
        "okhttp3.internal.concurrent.TaskRunner$runnable$1",
        "com.zaxxer.hikari.pool.HikariPool$MaxLifetimeTask",
        "com.mysql.cj.jdbc.AbandonedConnectionCleanupThread",
        "io.netty.util.concurrent.SingleThreadEventExecutor$4",
      })
  void endlessTasksCarryNothing(String task) {
    assertThat(NeverCarried.matches(task)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.example.Task",
        "okhttp3.RealCall$AsyncCall",
        "okhttp3.internal.connection.RealCall$AsyncCall",
        "org.apache.catalina.core.AsyncContextImpl$RunnableWrapper",
        "org.springframework.aop.interceptor.AsyncExecutionInterceptor$$Lambda/0x01",
        "java.util.concurrent.Executors$RunnableAdapter",
      })
  void theTasksOfARequestCarry(String task) {
    assertThat(NeverCarried.matches(task)).isFalse();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void tasksOfTheVirtualThreadsSchedulerLeaveBeforeAnyContextIsLookedUp() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    Contexts.install(new Counting(lookUps));
    // Stands for a continuation: a Runnable of java.lang, too, and one that can be had.
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Object continuation =
        Class.forName("java.lang.Thread$Builder")
            .getMethod("unstarted", Runnable.class)
            .invoke(builder, (Runnable) () -> {});
    ForkJoinTask<?> adapted = ForkJoinTask.adapt((Runnable) continuation);

    assertThat(new ForkedTasks.Execute().wrap(null, continuation)).isSameAs(continuation);
    assertThat(new ForkedTasks.Submit().wrap(null, adapted)).isSameAs(adapted);
    assertThat(new CarryRunnable().wrap(null, continuation)).isSameAs(continuation);
    assertThat(new VirtualThreads.Carry().wrap(null, continuation)).isSameAs(continuation);
    assertThat(lookUps).hasValue(0);
  }

  @Test
  void virtualThreadsCarryTheApplicationsBodiesAndNotTheWorkersOfAPool() {
    Runnable body = () -> {};
    FutureTask<Object> future = new FutureTask<>(body, null);
    VirtualThreads.Carry carry = new VirtualThreads.Carry();

    assertThat(FakeContexts.get("A", () -> carry.wrap(null, body)))
        .isInstanceOf(ContextRunnable.class);
    assertThat(FakeContexts.get("A", () -> carry.wrap(null, future))).isSameAs(future);
    Runnable[] worker = new Runnable[1];
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            task -> {
              worker[0] = task;
              return new Thread(task);
            });
    pool.prestartAllCoreThreads();
    pool.shutdownNow();
    assertThat(FakeContexts.get("A", () -> carry.wrap(null, worker[0]))).isSameAs(worker[0]);
    assertThat(FakeContexts.<Object>get("A", () -> carry.wrap(null, null))).isNull();
  }

  @Test
  void aThreadUsedAsATaskCarries() {
    Thread task = new Thread(() -> {});

    assertThat(FakeContexts.get("A", () -> new CarryRunnable().wrap(null, task)))
        .isInstanceOf(ContextRunnable.class);
  }

  @Test
  void nothingIsAllocatedWhenNothingIsTraced() {
    Runnable task = () -> {};
    Callable<Object> callable = () -> null;
    Collection<Callable<Object>> callables = Arrays.asList(callable);
    CountedCompleter<Object> forked =
        new CountedCompleter<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public void compute() {}
        };
    ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
    WrapAdapter[] adapters = {
      new CarryRunnable(),
      new VirtualThreads.Carry(),
      new PoolTasks.Execute(),
      new PoolTasks.Start(),
      new PoolTasks.Reject(),
      new ForkedTasks.Execute(),
      new Callbacks.Runnables(),
    };
    PoolTasks.Take take = new PoolTasks.Take();
    ForkedTasks.Fork fork = new ForkedTasks.Fork();
    ForkedTasks.Exec exec = new ForkedTasks.Exec();
    AtRoot root = new AtRoot();
    CarryCallable carryCallable = new CarryCallable();
    CarryCallables carryCallables = new CarryCallables();
    Runnable all =
        () -> {
          for (WrapAdapter adapter : adapters) {
            adapter.wrap(pool, task);
          }
          carryCallable.wrap(null, callable);
          carryCallables.wrap(null, callables);
          take.after(pool, null, task, null);
          fork.context(forked, null);
          exec.context(forked, null);
          root.context(pool, null);
        };

    long calls = 10_000;
    run(all, calls);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(self);
    run(all, calls);
    long bytes = threads.getThreadAllocatedBytes(self) - before;

    // One object a call would be 160,000 bytes.
    assertThat(bytes).isLessThan(20_000);
    pool.shutdownNow();
  }

  private static void run(Runnable body, long times) {
    for (long i = 0; i < times; i++) {
      body.run();
    }
  }

  private static final class Counting extends Contexts {
    private final AtomicInteger lookUps;

    Counting(AtomicInteger lookUps) {
      this.lookUps = lookUps;
    }

    @Override
    protected Object capture() {
      lookUps.incrementAndGet();
      return "A";
    }

    @Override
    protected Object root() {
      return this;
    }

    @Override
    protected Object swap(Object context) {
      return this;
    }
  }
}
