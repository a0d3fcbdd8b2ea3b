// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** {@code java.net.http.HttpClient}: send, sendAsync, and sendAsync with a callback. */
public final class JdkHttpClientDriver implements Driver {
  private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();
  private final Map<String, HttpRequest> reused = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "java.net.http";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    HttpClient client = client(order);
    HttpRequest request =
        order.get("reuse") == null
            ? request(order)
            : reused.computeIfAbsent(order.get("reuse"), key -> request(order));
    switch (order.get("mode", "sync")) {
      case "sync":
        return answer(client.send(request, HttpResponse.BodyHandlers.ofString()));
      case "async":
        try {
          return answer(
              client
                  .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                  .get(30, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
          throw e.getCause();
        }
      case "callback":
        return callback(client, request, order);
      case "cancel":
        CompletableFuture<HttpResponse<String>> future =
            client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        Thread.sleep(order.number("after", 100));
        return new Order().with("cancelled", future.cancel(true));
      default:
        throw new IllegalArgumentException(order.get("mode"));
    }
  }

  /** The callback makes a call of its own, which tells in whose context it ran. */
  private static Order callback(HttpClient client, HttpRequest request, Order order)
      throws Throwable {
    CompletableFuture<Order> done = new CompletableFuture<>();
    client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .whenComplete(
            (response, thrown) -> {
              try {
                Order answer = thrown == null ? answer(response) : Thrown.describe(thrown);
                HttpUrlConnectionDriver second = new HttpUrlConnectionDriver();
                done.complete(
                    answer.with(
                        "second",
                        second
                            .perform(new Order().with("url", order.get("second")))
                            .get("status")));
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    return done.get(30, TimeUnit.SECONDS);
  }

  private HttpClient client(Order order) {
    String follow = order.get("follow", "true");
    String connectTimeout = order.get("connectTimeout", "");
    return clients.computeIfAbsent(
        follow + connectTimeout + order.get("version", "1.1"),
        key -> {
          HttpClient.Builder builder =
              HttpClient.newBuilder()
                  .version(
                      "2".equals(order.get("version"))
                          ? HttpClient.Version.HTTP_2
                          : HttpClient.Version.HTTP_1_1)
                  .followRedirects(
                      "true".equals(follow)
                          ? HttpClient.Redirect.NORMAL
                          : HttpClient.Redirect.NEVER);
          if (!connectTimeout.isEmpty()) {
            builder.connectTimeout(Duration.ofMillis(Long.parseLong(connectTimeout)));
          }
          return builder.build();
        });
  }

  private static HttpRequest request(Order order) {
    String body = order.get("body");
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(order.get("url")))
            .method(
                order.get("method", "GET"),
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : publisher(body, "true".equals(order.get("chunked"))));
    if (order.get("timeout") != null) {
      builder.timeout(Duration.ofMillis(order.number("timeout", 0)));
    }
    for (Map.Entry<String, String> entry : order.values().entrySet()) {
      if (entry.getKey().startsWith("header.")) {
        builder.header(entry.getKey().substring(7), entry.getValue());
      }
    }
    return builder.build();
  }

  private static HttpRequest.BodyPublisher publisher(String body, boolean chunked) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return chunked
        ? HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes))
        : HttpRequest.BodyPublishers.ofByteArray(bytes);
  }

  private static Order answer(HttpResponse<String> response) {
    return new Order()
        .with("status", response.statusCode())
        .with("body", response.body())
        .with("echo", response.headers().firstValue("x-echo").orElse(null))
        .with("requestHeaders", response.request().headers().map().keySet());
  }
}
