// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConcurrencyTest {
  private static final int THREADS = 4;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void stop() throws Exception {
    threads.shutdownNow();
    threads.awaitTermination(10, TimeUnit.SECONDS);
  }

  /** Runs the same on all threads, from one moment on. */
  private <T> List<T> together(Callable<T> body) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      futures.add(
          threads.submit(
              () -> {
                start.await();
                return body.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get(30, TimeUnit.SECONDS));
    }
    return results;
  }

  @Test
  void noCallIsLostOnATimeWindowWhileItRolls() throws Exception {
    TimeWindow window = new TimeWindow(1_000_000 * SECOND, 1, 0);
    AtomicLong clock = new AtomicLong();
    together(
        () -> {
          for (int i = 0; i < 50_000; i++) {
            // All buckets are used, and none is ever old enough to go.
            window.record(Counts.of(i % 2 == 0, false), clock.addAndGet(4 * SECOND));
          }
          return null;
        });
    long totals = window.totals(clock.get());
    assertThat(Counts.calls(totals)).isEqualTo(THREADS * 50_000);
    assertThat(Counts.failures(totals)).isEqualTo(THREADS * 25_000);
  }

  @Test
  void theCountWindowEndsUpAsTheSumOfItsSlots() throws Exception {
    CountWindow window = new CountWindow(7, 1);
    together(
        () -> {
          for (int i = 0; i < 50_000; i++) {
            long totals = window.record(Counts.of(i % 3 == 0, i % 5 == 0), 0);
            if (Counts.calls(totals) > 7 + THREADS || Counts.failures(totals) > 7 + THREADS) {
              throw new AssertionError(Counts.calls(totals) + " " + Counts.failures(totals));
            }
          }
          return null;
        });
    for (int i = 0; i < 7; i++) {
      window.record(Counts.of(true, false), 0);
    }
    assertThat(window.totals(0)).isEqualTo(Counts.pack(7, 7, 0));
  }

  @Test
  void ofManyThreadsExactlyOneOpensTheBreaker() throws Exception {
    for (int round = 0; round < 200; round++) {
      AtomicInteger opened = new AtomicInteger();
      CircuitBreaker breaker =
          breaker(Breakers.settings(s -> s.minimumCalls = 50), opened, BreakerStatus.OPEN);
      together(
          () -> {
            for (int i = 0; i < 50; i++) {
              Permit permit = breaker.acquire(GuardedCall.UNKNOWN, 1).permit();
              if (permit != null) {
                permit.end(Outcome.FAILURE, 0, 1);
              }
            }
            return null;
          });
      assertThat(opened).hasValue(1);
    }
  }

  @Test
  void halfOpenAdmitsExactlyItsProbes() throws Exception {
    for (int round = 0; round < 300; round++) {
      CircuitBreaker breaker = breaker(Breakers.settings(s -> s.halfOpenCalls = 5));
      long later = open(breaker);
      List<Integer> admitted =
          together(
              () -> {
                int count = 0;
                for (int i = 0; i < 20; i++) {
                  count += breaker.acquire(GuardedCall.UNKNOWN, later).permit() == null ? 0 : 1;
                }
                return count;
              });
      assertThat(admitted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(5);
    }
  }

  @Test
  void noMoreProbesThanAllowedAreUnderWayWhileSomeAreGivenBack() throws Exception {
    CircuitBreaker breaker = breaker(Breakers.settings(s -> s.halfOpenCalls = 2));
    long later = open(breaker);
    AtomicInteger underWay = new AtomicInteger();
    List<Integer> most =
        together(
            () -> {
              int max = 0;
              for (int i = 0; i < 20_000; i++) {
                Permit permit = breaker.acquire(GuardedCall.UNKNOWN, later).permit();
                if (permit != null) {
                  max = Math.max(max, underWay.incrementAndGet());
                  underWay.decrementAndGet();
                  permit.end(Outcome.IGNORED, later, later);
                }
              }
              return max;
            });
    assertThat(most).allMatch(count -> count <= 2);
    assertThat(breaker.status()).isEqualTo(BreakerStatus.HALF_OPEN);
    end(breaker, later, Outcome.SUCCESS);
    end(breaker, later, Outcome.SUCCESS);
    assertThat(breaker.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  /** Random outcomes, lost permits, a clock that runs: a healthy peer must close it in the end. */
  @Test
  void itNeverSticks() throws Exception {
    BreakerSettings settings =
        Breakers.settings(
            s -> {
              s.minimumCalls = 5;
              s.waitOpenNanos = SECOND;
              s.waitOpenMaxNanos = 2 * SECOND;
              s.leaseNanos = SECOND;
            });
    CircuitBreaker breaker = breaker(settings);
    AtomicLong clock = new AtomicLong();
    AtomicInteger seed = new AtomicInteger();
    together(
        () -> {
          Random random = new Random(seed.incrementAndGet());
          for (int i = 0; i < 50_000; i++) {
            long now = clock.addAndGet(SECOND / 50);
            Permit permit = breaker.acquire(GuardedCall.UNKNOWN, now).permit();
            if (permit != null && random.nextInt(10) > 0) {
              permit.end(Outcome.values()[random.nextInt(4)], now, clock.get());
            }
          }
          return null;
        });
    for (int i = 0; i < 1_000 && breaker.status() != BreakerStatus.CLOSED; i++) {
      Permit permit = breaker.acquire(GuardedCall.UNKNOWN, clock.addAndGet(SECOND)).permit();
      if (permit != null) {
        permit.end(Outcome.SUCCESS, clock.get(), clock.get());
      }
    }
    assertThat(breaker.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  private static CircuitBreaker breaker(BreakerSettings settings) {
    return breaker(settings, new AtomicInteger(), BreakerStatus.OPEN);
  }

  private static CircuitBreaker breaker(
      BreakerSettings settings, AtomicInteger transitions, BreakerStatus wanted) {
    return new CircuitBreaker(
        "r",
        settings,
        "p",
        (rule, peer, from, to) -> {
          if (to == wanted) {
            transitions.incrementAndGet();
          }
        },
        new GuardLog(line -> {}, () -> 0),
        0);
  }

  /** Returns a time at which the wait is over. */
  private static long open(CircuitBreaker breaker) {
    for (int i = 0; i < 20; i++) {
      end(breaker, 0, Outcome.FAILURE);
    }
    assertThat(breaker.status()).isEqualTo(BreakerStatus.OPEN);
    return 2 * breaker.settings().waitOpenNanos;
  }

  private static void end(CircuitBreaker breaker, long now, Outcome outcome) {
    breaker.acquire(GuardedCall.UNKNOWN, now).permit().end(outcome, now, now);
  }
}
