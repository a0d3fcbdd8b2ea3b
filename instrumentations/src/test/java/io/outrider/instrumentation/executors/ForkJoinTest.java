// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import static io.outrider.instrumentation.executors.FakeContexts.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.Contexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ForkJoinTest {
  private final ForkJoinPool pool = new ForkJoinPool(3);
  private final AtomicInteger wrong = new AtomicInteger();

  @BeforeEach
  void installContexts() {
    FakeContexts.install();
  }

  @AfterEach
  void stopPool() {
    pool.shutdownNow();
  }

  @Test
  void plainTasksRunInTheContextTheyWereHandedOverIn() throws Exception {
    CompletableFuture<Object> seen = new CompletableFuture<>();
    Runnable task = () -> seen.complete(Contexts.current());
    in("A", () -> pool.execute(Woven.wrap(new ForkedTasks.Execute(), pool, task)));
    Future<Object> called =
        in(
            "B",
            () ->
                pool.submit(
                    Woven.<Callable<Object>>wrap(new CarryCallable(), pool, Contexts::current)));

    assertThat(seen.get()).isEqualTo("A");
    assertThat(called.get()).isEqualTo("B");
  }

  @Test
  void forkedTasksRunInTheContextOfTheForkThroughNestedJoins() throws Exception {
    assertThat(in("A", () -> submit(new Fibonacci(12, "A"))).get()).isEqualTo(144);
    assertThat(submit(new Fibonacci(12, null)).get()).isEqualTo(144);

    assertThat(wrong).hasValue(0);
  }

  @Test
  void tasksOfManyRequestsThatHelpEachOtherStayInTheirContexts() throws Exception {
    List<ForkJoinTask<Integer>> roots = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String own = i % 3 == 0 ? null : "request " + i;
      roots.add(in(own, () -> submit(new Fibonacci(9, own))));
    }
    for (ForkJoinTask<Integer> root : roots) {
      assertThat(root.get()).isEqualTo(34);
    }

    assertThat(wrong).hasValue(0);
  }

  @Test
  void aTaskRunByItsCallerIsInTheCallersContext() throws Exception {
    assertThat(in("A", () -> new Fibonacci(5, "A").invoke())).isEqualTo(5);

    assertThat(wrong).hasValue(0);
  }

  @Test
  void aTaskForkedAgainWithoutContextDoesNotFindTheOldOne() {
    Fibonacci task = new Fibonacci(1, null);
    FakeContexts.in("A", () -> note(task));
    note(task);

    assertThat(new ForkedTasks.Exec().context(task, null)).isNull();
  }

  @Test
  void aForkJoinTaskIsNeverReplaced() {
    ForkJoinTask<?> adapted = ForkJoinTask.adapt(() -> {});
    Fibonacci task = new Fibonacci(1, null);

    assertThat(FakeContexts.get("A", () -> new ForkedTasks.Execute().wrap(pool, adapted)))
        .isSameAs(adapted);
    assertThat(FakeContexts.get("A", () -> new ForkedTasks.Submit().wrap(pool, task)))
        .isSameAs(task);
    assertThat(new ForkedTasks.Exec().context(adapted, null)).isNull();
    assertThat(new ForkedTasks.Exec().context(task, null)).isEqualTo("A");
    assertThat(new ForkedTasks.Exec().context(task, null)).isNull();
  }

  @Test
  void allCallablesOfACollectionCarryAndTheCallersCollectionIsLeftAlone() throws Exception {
    Callable<Object> task = Contexts::current;
    Collection<Callable<Object>> tasks = Arrays.asList(task, task);
    Collection<Callable<Object>> carrying =
        in("A", () -> Woven.wrap(new CarryCallables(), pool, tasks));

    for (Future<Object> future : pool.invokeAll(carrying)) {
      assertThat(future.get()).isEqualTo("A");
    }
    assertThat(tasks).containsExactly(task, task);
    assertThat(in("B", () -> Woven.wrap(new CarryCallables(), pool, carrying))).isSameAs(carrying);
    assertThat(Woven.wrap(new CarryCallables(), pool, tasks)).isSameAs(tasks);
  }

  @Test
  void aCollectionThatHoldsNothingOrFailsIsLeftToTheCall() throws Exception {
    Collection<Callable<Object>> withNull = Arrays.asList(Contexts::current, null);
    Collection<Callable<Object>> failing =
        new ArrayList<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public java.util.Iterator<Callable<Object>> iterator() {
            throw new IllegalStateException("expected");
          }
        };

    assertThat(in("A", () -> Woven.wrap(new CarryCallables(), pool, withNull)))
        .hasSize(2)
        .containsNull();
    assertThat(in("A", () -> Woven.wrap(new CarryCallables(), pool, failing))).isSameAs(failing);
    assertThat(FakeContexts.<Object>get("A", () -> new CarryCallables().wrap(pool, null))).isNull();
  }

  @Test
  void theContextIsTakenAwayAgainWhenATaskThrows() {
    ForkJoinTask<Integer> failing =
        FakeContexts.get(
            "A",
            () ->
                submit(
                    new Fibonacci(3, "A") {
                      private static final long serialVersionUID = 1L;

                      @Override
                      Integer count() {
                        throw new IllegalStateException("expected");
                      }
                    }));

    assertThat(failing).failsWithin(10, TimeUnit.SECONDS);
    assertThat(pool.submit(Contexts::current)).succeedsWithin(10, TimeUnit.SECONDS).isNull();
  }

  private ForkJoinTask<Integer> submit(Fibonacci task) {
    return pool.submit(Woven.<ForkJoinTask<Integer>>wrap(new ForkedTasks.Submit(), pool, task));
  }

  private static void note(ForkJoinTask<?> task) {
    Woven.scope(new ForkedTasks.Fork(), task, () -> null);
  }

  private class Fibonacci extends RecursiveTask<Integer> {
    private static final long serialVersionUID = 1L;
    private final int n;
    private final transient Object own;

    Fibonacci(int n, Object own) {
      this.n = n;
      this.own = own;
    }

    @Override
    protected Integer compute() {
      return Woven.scope(new ForkedTasks.Exec(), this, this::count);
    }

    Integer count() {
      check();
      if (n < 2) {
        return n;
      }
      Fibonacci forked = new Fibonacci(n - 1, own);
      Woven.scope(new ForkedTasks.Fork(), forked, forked::fork);
      int other = new Fibonacci(n - 2, own).count();
      int sum = other + Woven.scope(new AtRoot(), pool, forked::join);
      check();
      return sum;
    }

    private void check() {
      if (!Objects.equals(own, Contexts.current())) {
        wrong.incrementAndGet();
      }
    }
  }
}
