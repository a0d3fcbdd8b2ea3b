// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Resilience4j around futures, which end on other threads than they begin on. */
public final class Resilience4jFutureDriver implements Driver {
  private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("breaker");
  private final HttpClient client = HttpClient.newHttpClient();

  @Override
  public String name() {
    return "futures";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    HttpRequest request = HttpRequest.newBuilder(URI.create(order.get("url"))).build();
    try {
      switch (order.get("how")) {
        case "none":
          return answer(send(request));
        case "guarded":
          return answer(breaker.executeCompletionStage(() -> send(request)).toCompletableFuture());
        case "continued":
          // What follows is attached outside, and no part of what is guarded.
          return answer(
              breaker
                  .executeCompletionStage(() -> send(request))
                  .toCompletableFuture()
                  .thenCompose(first -> send(request)));
        case "continuedInside":
          return answer(
              breaker
                  .executeCompletionStage(() -> send(request).thenCompose(first -> send(request)))
                  .toCompletableFuture());
        case "meanwhile":
          return meanwhile(() -> send(request));
        default:
          throw new IllegalArgumentException(order.get("how"));
      }
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private static Order answer(CompletableFuture<HttpResponse<String>> future) throws Exception {
    return new Order().with("status", future.get(30, TimeUnit.SECONDS).statusCode());
  }

  /** A call on the thread that began what another one ends, before and after that end. */
  private Order meanwhile(Supplier<CompletableFuture<HttpResponse<String>>> call) throws Exception {
    CompletableFuture<String> open = new CompletableFuture<>();
    CompletableFuture<String> stage =
        breaker.executeCompletionStage(() -> open).toCompletableFuture();
    Order outcomes = new Order().with("before", outcome(call));
    Thread ending = new Thread(() -> open.complete("done"));
    ending.start();
    ending.join();
    stage.get(30, TimeUnit.SECONDS);
    return outcomes.with("after", outcome(call));
  }

  private static String outcome(Supplier<CompletableFuture<HttpResponse<String>>> call)
      throws Exception {
    try {
      return answer(call.get()).get("status");
    } catch (ExecutionException e) {
      return e.getCause().getClass().getName();
    }
  }
}
