// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Spring's WebClient on Reactor Netty. Modes: {@code block}; {@code async}, which subscribes;
 * {@code cancel}; {@code told} says how often subscribers were told. What the application sees is
 * told by the cause of it; its own class is {@code wrapped}.
 */
public final class WebClientDriver implements Driver {
  private final AtomicInteger enqueued = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();
  private final Map<String, WebClient> clients = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "webClient";
  }

  @Override
  public Order perform(Order order) throws Exception {
    if (order.get("mode").equals("told")) {
      return new Order().with("enqueued", enqueued).with("told", told);
    }
    enqueued.incrementAndGet();
    Mono<Order> mono = mono(order);
    try {
      if (order.get("mode").equals("cancel")) {
        reactor.core.Disposable subscription = mono.subscribe();
        Thread.sleep(order.number("after", 100));
        subscription.dispose();
        return new Order().with("cancelled", subscription.isDisposed());
      }
      if (order.get("mode").equals("async")) {
        CompletableFuture<Order> done = new CompletableFuture<>();
        mono.subscribe(
            answer -> {
              told.incrementAndGet();
              done.complete(answer);
            },
            thrown -> {
              told.incrementAndGet();
              done.complete(described(thrown));
            });
        return done.get(30, TimeUnit.SECONDS);
      }
      return mono.block(Duration.ofSeconds(30));
    } catch (WebClientRequestException e) {
      return described(e);
    }
  }

  private static Order described(Throwable thrown) {
    Throwable told = thrown instanceof WebClientRequestException ? thrown.getCause() : thrown;
    return Thrown.describe(told).with("wrapped", thrown.getClass().getName());
  }

  private Mono<Order> mono(Order order) {
    String body = order.get("body");
    WebClient.RequestBodySpec spec =
        client(order)
            .method(HttpMethod.valueOf(order.get("method", "GET")))
            .uri(URI.create(order.get("url")));
    spec.headers(
        headers -> {
          for (Map.Entry<String, String> entry : order.values().entrySet()) {
            if (entry.getKey().startsWith("header.")) {
              headers.set(entry.getKey().substring(7), entry.getValue());
            }
          }
        });
    WebClient.RequestHeadersSpec<?> ready =
        body == null
            ? spec
            : "true".equals(order.get("chunked"))
                ? spec.body(Flux.just(body), String.class)
                : spec.bodyValue(body);
    return ready.exchangeToMono(
        response -> {
          Order answer =
              new Order()
                  .with("status", response.statusCode().value())
                  .with("echo", response.headers().asHttpHeaders().getFirst("x-echo"));
          if (order.get("second") != null) {
            Order second = new Order().with("url", order.get("second"));
            try {
              answer.with("second", new HttpUrlConnectionDriver().perform(second).get("status"));
            } catch (Exception e) {
              return Mono.error(e);
            }
          }
          return response
              .bodyToMono(String.class)
              .defaultIfEmpty("")
              .map(text -> answer.with("body", text));
        });
  }

  private WebClient client(Order order) {
    boolean follow = !"false".equals(order.get("follow"));
    int connect = order.number("connectTimeout", -1);
    int timeout = order.number("timeout", -1);
    return clients.computeIfAbsent(
        follow + " " + connect + " " + timeout,
        key -> {
          HttpClient client = HttpClient.create().followRedirect(follow);
          if (connect >= 0) {
            client = client.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connect);
          }
          if (timeout >= 0) {
            client = client.responseTimeout(Duration.ofMillis(timeout));
          }
          return WebClient.builder()
              .clientConnector(new ReactorClientHttpConnector(client))
              .build();
        });
  }
}
