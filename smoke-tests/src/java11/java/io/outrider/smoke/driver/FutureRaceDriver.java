// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many futures that end by an answer, by a limit, or by being given up, whatever comes first. */
public final class FutureRaceDriver implements Driver {
  private static final int AT_ONCE = 40;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public String name() {
    return "future-race";
  }

  /** Answers how many ended, how many of them more than once, and how often each end came. */
  @Override
  public Order perform(Order order) throws Exception {
    int times = order.number("times", 100);
    int within = order.number("withinMicros", 3_000);
    ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
    Semaphore free = new Semaphore(AT_ONCE);
    CountDownLatch ended = new CountDownLatch(times);
    AtomicInteger twice = new AtomicInteger();
    ConcurrentHashMap<String, AtomicInteger> ends = new ConcurrentHashMap<>();
    Random random = new Random(7);
    try {
      for (int i = 0; i < times; i++) {
        free.acquire();
        CompletableFuture<HttpResponse<String>> future =
            client.sendAsync(
                HttpRequest.newBuilder(URI.create(order.get("url") + "?i=" + i)).build(),
                HttpResponse.BodyHandlers.ofString());
        AtomicInteger count = new AtomicInteger();
        future.whenComplete(
            (response, thrown) -> {
              if (count.incrementAndGet() > 1) {
                twice.incrementAndGet();
              }
              ends.computeIfAbsent(end(response, thrown), key -> new AtomicInteger())
                  .incrementAndGet();
              free.release();
              ended.countDown();
            });
        int micros = random.nextInt(within);
        if (i % 3 == 1) {
          later.schedule(() -> future.cancel(true), micros, TimeUnit.MICROSECONDS);
        } else if (i % 3 == 2) {
          future.orTimeout(micros, TimeUnit.MICROSECONDS);
        }
      }
      boolean all = ended.await(30, TimeUnit.SECONDS);
      return new Order()
          .with("all", all)
          .with("left", ended.getCount())
          .with("twice", twice)
          .with("ends", ends);
    } finally {
      later.shutdownNow();
    }
  }

  private static String end(HttpResponse<String> response, Throwable thrown) {
    return thrown == null
        ? String.valueOf(response.statusCode())
        : thrown.getClass().getSimpleName()
            + (thrown.getCause() == null ? "" : " " + thrown.getCause().getClass().getSimpleName());
  }
}
