// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Sends requests to the order service and keeps count of the answers. */
final class Orders {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final URI url;

  Orders(HttpClient http, URI url) {
    this.http = http;
    this.url = url;
  }

  /** Orders so many goods one after the other. */
  Answers place(int times, String sku, int quantity) throws InterruptedException {
    String body = "{\"sku\":\"" + sku + "\",\"quantity\":" + quantity + "}";
    Answers answers = new Answers();
    for (int i = 0; i < times; i++) {
      answers.add(
          send(
              HttpRequest.newBuilder(url.resolve("/orders"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body))));
    }
    return answers;
  }

  Answers get(int times, String path) throws InterruptedException {
    Answers answers = new Answers();
    for (int i = 0; i < times; i++) {
      answers.add(send(HttpRequest.newBuilder(url.resolve(path))));
    }
    return answers;
  }

  private Answer send(HttpRequest.Builder request) throws InterruptedException {
    long start = System.nanoTime();
    int status;
    try {
      HttpResponse<Void> response =
          http.send(request.timeout(LIMIT).build(), BodyHandlers.discarding());
      status = response.statusCode();
    } catch (IOException e) {
      status = 0;
    }
    return new Answer(status, (System.nanoTime() - start) / 1e6);
  }

  record Answer(int status, double millis) {}

  /** What came back, and how fast. */
  static final class Answers {
    private final List<Answer> answers = new ArrayList<>();

    synchronized void add(Answer answer) {
      answers.add(answer);
    }

    synchronized void addAll(Answers others) {
      answers.addAll(others.answers);
    }

    synchronized int count() {
      return answers.size();
    }

    synchronized long count(int status) {
      return answers.stream().filter(answer -> answer.status() == status).count();
    }

    /** Like "38 x 201, 2 x 503". */
    synchronized String statuses() {
      TreeMap<Integer, Integer> counts = new TreeMap<>();
      answers.forEach(answer -> counts.merge(answer.status(), 1, Integer::sum));
      List<String> texts = new ArrayList<>();
      counts.forEach(
          (status, count) -> texts.add(count + " x " + (status == 0 ? "no answer" : status)));
      return String.join(", ", texts);
    }

    synchronized String median() {
      double[] sorted = answers.stream().mapToDouble(Answer::millis).sorted().toArray();
      double median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
      return String.format(Locale.ROOT, median < 100 ? "%.1f ms" : "%.0f ms", median);
    }
  }
}
