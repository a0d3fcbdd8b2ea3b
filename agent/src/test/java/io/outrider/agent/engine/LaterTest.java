// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LaterTest {
  private static final long MS = 1_000_000L;

  private final Later later = new Later();

  @Test
  void whatIsDueFirstRunsFirstWhateverTheOrderItCameIn() throws Exception {
    List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(3);
    int[] delays = {120, 20, 70};
    for (int delay : delays) {
      later.add(
          () -> {
            ran.add(delay);
            all.countDown();
          },
          delay * MS);
    }
    assertThat(all.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly(20, 70, 120);
  }

  @Test
  void nothingRunsBeforeItsTime() throws Exception {
    long start = System.nanoTime();
    CountDownLatch ran = new CountDownLatch(1);
    later.add(ran::countDown, 50 * MS);
    assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50 * MS);
  }

  @Test
  void whatIsCalledOffDoesNotRunAndLeavesAtOnce() throws Exception {
    AtomicInteger wrong = new AtomicInteger();
    Random random = new Random(7);
    List<Later.Task> tasks = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      tasks.add(later.add(wrong::incrementAndGet, (50 + random.nextInt(50)) * MS));
    }
    Collections.shuffle(tasks, random);
    for (Later.Task task : tasks) {
      assertThat(task.cancel()).isTrue();
      assertThat(task.cancel()).isFalse();
    }
    assertThat(later.size()).isZero();
    CountDownLatch after = new CountDownLatch(1);
    later.add(after::countDown, 150 * MS);
    assertThat(after.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong).hasValue(0);
  }

  @Test
  void aTaskThatBlocksOrThrowsHoldsUpNoOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    later.add(
        () -> {
          blocked.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        0);
    assertThat(blocked.await(5, TimeUnit.SECONDS)).isTrue();
    later.add(
        () -> {
          throw new IllegalStateException("meant");
        },
        0);
    CountDownLatch ran = new CountDownLatch(1);
    later.add(ran::countDown, 10 * MS);
    assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
    release.countDown();
  }

  @Test
  void aThreadThatIdlesTakesOverWhatWasNotFirstWhenItCame() throws Exception {
    Later later = new Later();
    CountDownLatch both = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      later.add(() -> meet(both), 0);
    }
    assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();

    // Two threads are there now, and have nothing to do. The first task keeps the one it gets.
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch first = new CountDownLatch(1);
    later.add(
        () -> {
          awaitQuietly(second);
          first.countDown();
        },
        30_000_000L);
    later.add(second::countDown, 40_000_000L);
    assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void meet(CountDownLatch others) {
    others.countDown();
    awaitQuietly(others);
  }

  private static void awaitQuietly(CountDownLatch others) {
    try {
      others.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void eachRunsOnceHoweverManyThreadsAddAndCallOff() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger calledOff = new AtomicInteger();
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          new Thread(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  Later.Task task = later.add(ran::incrementAndGet, i % 3 * MS);
                  if (i % 2 == 0 && task.cancel()) {
                    calledOff.incrementAndGet();
                  }
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> ran.get() + calledOff.get() == 4 * 2_000);
    assertThat(later.size()).isZero();
  }

  @Test
  void beyondItsBoundItTakesNothing() {
    for (int i = 0; i < Later.MAX_TASKS; i++) {
      assertThat(later.add(() -> {}, Duration.ofHours(1).toNanos())).isNotNull();
    }
    assertThat(later.add(() -> {}, 0)).isNull();
  }

  /** As an application's class, in a loader of its own. */
  public static final class Caller implements Consumer<Consumer<Runnable>> {
    @Override
    public void accept(Consumer<Runnable> run) {
      run.accept(null);
    }
  }

  private static final class Once extends ClassLoader {
    Once() {
      super(LaterTest.class.getClassLoader());
    }

    Class<?> define(byte[] file) {
      URL place = LaterTest.class.getProtectionDomain().getCodeSource().getLocation();
      CodeSource source = new CodeSource(place, (Certificate[]) null);
      return defineClass(
          null, file, 0, file.length, new ProtectionDomain(source, null, this, null));
    }
  }

  private WeakReference<ClassLoader> useFromALoaderThatGoes() throws Exception {
    String file = Caller.class.getName().replace('.', '/') + ".class";
    Once loader = new Once();
    try (InputStream in = Caller.class.getClassLoader().getResourceAsStream(file)) {
      @SuppressWarnings("unchecked") // It is that class.
      Consumer<Consumer<Runnable>> caller =
          (Consumer<Consumer<Runnable>>)
              loader.define(in.readAllBytes()).getDeclaredConstructor().newInstance();
      caller.accept(ignored -> later.add(() -> {}, Duration.ofHours(1).toNanos()));
    }
    return new WeakReference<>(loader);
  }

  @Test
  void itsThreadsKeepNoLoaderOfWhoeverNeededThemFirst() throws Exception {
    WeakReference<ClassLoader> loader = useFromALoaderThatGoes();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              System.gc();
              return loader.get() == null;
            });
    assertThat(later.size()).isOne();
  }
}
