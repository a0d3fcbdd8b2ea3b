// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.overload;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Users who come at their own pace, whether or not those before them have been answered, and who
 * have left when an answer takes longer than a second. Every other one asks for the page that needs
 * nobody.
 */
final class OpenLoad {
  /** What became of a request. */
  enum Answer {
    PAGE,
    ORDER,
    FALLBACK,
    REFUSED,
    FAILED
  }

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest page;
  private final HttpRequest order;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicIntegerArray[] counts;
  private final int perSecond;

  OpenLoad(int port, int perSecond, int seconds) {
    this.perSecond = perSecond;
    page = request(port, "/page");
    order = request(port, "/order");
    counts = new AtomicIntegerArray[Answer.values().length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new AtomicIntegerArray(seconds);
    }
  }

  private static HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(PATIENCE)
        .build();
  }

  /** Asks for both pages until they answer quickly. */
  void warmUp(int requests) throws Exception {
    for (int i = 0; i < requests; i++) {
      client.send(i % 2 == 0 ? page : order, HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Sends for the seconds from one to the other, and returns when that is over. */
  void run(int from, int to) {
    long start = System.nanoTime();
    long sent = 0;
    while (true) {
      long elapsed = System.nanoTime() - start;
      int second = from + (int) (elapsed / 1_000_000_000);
      if (second >= to) {
        return;
      }
      for (long due = elapsed * perSecond / 1_000_000_000; sent < due; sent++) {
        send(second, sent % 2 == 0);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private void send(int second, boolean askPage) {
    open.incrementAndGet();
    client
        .sendAsync(askPage ? page : order, HttpResponse.BodyHandlers.ofString())
        .whenComplete(
            (answer, error) -> {
              counts[kind(answer, askPage).ordinal()].incrementAndGet(second);
              open.decrementAndGet();
            });
  }

  private static Answer kind(HttpResponse<String> answer, boolean askedPage) {
    if (answer == null) {
      return Answer.FAILED;
    }
    if (answer.statusCode() == 200) {
      return askedPage
          ? Answer.PAGE
          : answer.body().equals("stock") ? Answer.ORDER : Answer.FALLBACK;
    }
    return answer.statusCode() == 503 || answer.statusCode() == 504
        ? Answer.REFUSED
        : Answer.FAILED;
  }

  boolean allAnswered() {
    return open.get() == 0;
  }

  int count(Answer answer, int second) {
    return counts[answer.ordinal()].get(second);
  }

  int count(Answer answer, int from, int to) {
    int sum = 0;
    for (int second = from; second < to; second++) {
      sum += count(answer, second);
    }
    return sum;
  }
}
