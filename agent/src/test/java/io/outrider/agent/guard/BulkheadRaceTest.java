// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads at one bulkhead: never more than the limit, and nobody is forgotten. */
@Timeout(120)
class BulkheadRaceTest {
  private static final long MS = 1_000_000L;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicLong granted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final List<Throwable> failures = new ArrayList<>();

  private static final class Patient implements GuardedCall {
    @Override
    public boolean mayWait() {
      return true;
    }
  }

  private static Bulkhead bulkhead(int limit, Waiting waiting) {
    Guards guards = new Guards(GuardRules.NONE, GuardTelemetry.NONE, line -> {}, System::nanoTime);
    GuardPlace place = new GuardPlace(guards, "r", Mode.ENFORCE, CallKind.HTTP_CLIENT, "p");
    return new Bulkhead(GuardKind.BULKHEAD, place, limit, waiting, null);
  }

  private void call(Bulkhead bulkhead, GuardedCall call) {
    Permit permit = bulkhead.acquire(call, System.nanoTime()).permit();
    if (permit == null) {
      refused.incrementAndGet();
      return;
    }
    int now = underWay.incrementAndGet();
    most.accumulateAndGet(now, Math::max);
    Thread.yield();
    underWay.decrementAndGet();
    granted.incrementAndGet();
    permit.end(Outcome.SUCCESS, 0, 1);
  }

  private Thread thread(Runnable body, boolean virtual) throws Exception {
    Runnable guarded =
        () -> {
          try {
            body.run();
          } catch (Throwable t) {
            synchronized (failures) {
              failures.add(t);
            }
          }
        };
    if (virtual) {
      Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      return (Thread) start.invoke(null, guarded);
    }
    Thread thread = new Thread(guarded);
    thread.start();
    return thread;
  }

  private void allDone(List<Thread> threads, Bulkhead bulkhead, int limit) throws Exception {
    for (Thread thread : threads) {
      thread.join(60_000);
      assertThat(thread.isAlive()).as("somebody waits for ever: %s", bulkhead).isFalse();
    }
    assertThat(failures).isEmpty();
    assertThat(most.get()).isBetween(1, limit);
    assertThat(bulkhead.inUse()).isZero();
    assertThat(bulkhead.queued()).isZero();
  }

  @Test
  void whoMayWaitLongEnoughIsServed() throws Exception {
    Bulkhead bulkhead = bulkhead(2, new Waiting(100, 60_000 * MS));
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 16; t++) {
      threads.add(
          thread(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  call(bulkhead, new Patient());
                }
              },
              false));
    }
    allDone(threads, bulkhead, 2);
    // The times given to end are those of calls of 1 ns: only a standing line of 100 ms drops.
    assertThat(granted.get() + refused.get()).isEqualTo(32_000);
  }

  @Test
  void timeoutsInterruptsAndChangedLimitsLoseNoPlace() throws Exception {
    Bulkhead bulkhead = bulkhead(3, new Waiting(10, 200_000));
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      Random random = new Random(t);
      threads.add(
          thread(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  if (random.nextInt(20) == 0) {
                    Thread.currentThread().interrupt();
                  }
                  call(bulkhead, random.nextInt(5) == 0 ? GuardedCall.UNKNOWN : new Patient());
                  Thread.interrupted();
                  if (random.nextInt(50) == 0) {
                    bulkhead.limit(1 + random.nextInt(3));
                  }
                }
              },
              false));
    }
    allDone(threads, bulkhead, 3);
    assertThat(granted.get() + refused.get()).isEqualTo(24_000);
    bulkhead.limit(3);
    for (int i = 0; i < 3; i++) {
      assertThat(bulkhead.acquire(GuardedCall.UNKNOWN, 0).permit()).isNotNull();
    }
    assertThat(bulkhead.acquire(GuardedCall.UNKNOWN, 0).permit()).isNull();
  }

  @Test
  void thousandsMayWait() throws Exception {
    boolean virtual = hasVirtualThreads();
    int callers = virtual ? 5_000 : 500;
    Bulkhead bulkhead = bulkhead(5, new Waiting(callers, 60_000 * MS));
    List<Permit> first = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      first.add(bulkhead.acquire(GuardedCall.UNKNOWN, 0).permit());
    }
    List<Thread> threads = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(callers);
    for (int t = 0; t < callers; t++) {
      threads.add(
          thread(
              () -> {
                begun.countDown();
                call(bulkhead, new Patient());
              },
              virtual));
    }
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    for (Permit permit : first) {
      permit.end(Outcome.UNUSED, 0, 0);
    }
    allDone(threads, bulkhead, 5);
    assertThat(granted.get() + refused.get()).isEqualTo(callers);
  }

  private static boolean hasVirtualThreads() {
    return Runtime.version().feature() >= 21;
  }
}
