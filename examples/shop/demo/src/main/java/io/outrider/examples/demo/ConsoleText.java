// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the console has to say, as text. */
final class ConsoleText {
  private final HttpClient http;
  private final URI url;
  private final String style;

  ConsoleText(HttpClient http, URI url, Settings settings) {
    this.http = http;
    this.url = url;
    style =
        "color=%s&ascii=%s&width=%d"
            .formatted(settings.color(), settings.ascii(), settings.width());
  }

  String red() throws InterruptedException {
    return get("/red?" + style);
  }

  String breakers() throws InterruptedException {
    return get("/breakers?" + style);
  }

  /** The newest trace with this text in it; the same twice in a row, so that it is whole. */
  Optional<String> trace(String contains) throws InterruptedException {
    String path =
        "/traces?limit=1&contains="
            + URLEncoder.encode(contains, StandardCharsets.UTF_8)
            + "&"
            + style;
    String before = "";
    for (int i = 0; i < 20; i++) {
      String tree = get(path);
      if (!tree.startsWith("no trace") && tree.equals(before)) {
        return Optional.of(tree);
      }
      before = tree;
      TimeUnit.MILLISECONDS.sleep(700);
    }
    return Optional.empty();
  }

  /** Whether any circuit breaker is in this state: closed, half-open or open. */
  boolean hasBreaker(String state) throws InterruptedException {
    return get("/states").contains("\t" + state + "\t");
  }

  private String get(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(5)).build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : "";
    } catch (IOException e) {
      throw new Failure("the console does not answer: " + e.getMessage());
    }
  }
}
