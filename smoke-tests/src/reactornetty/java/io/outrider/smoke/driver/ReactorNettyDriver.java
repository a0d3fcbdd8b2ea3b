// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;

/**
 * The HTTP client of Reactor Netty. Modes: {@code block}; {@code async}, which subscribes; {@code
 * base}, where the client has a base URL; {@code cancel}; {@code told} says how often subscribers
 * were told.
 */
public final class ReactorNettyDriver implements Driver {
  private final AtomicInteger enqueued = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();

  @Override
  public String name() {
    return "reactorNetty";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    if (order.get("mode").equals("told")) {
      return new Order().with("enqueued", enqueued).with("told", told);
    }
    enqueued.incrementAndGet();
    Mono<Order> mono = mono(order);
    try {
      if (order.get("mode").equals("cancel")) {
        Disposable subscription = mono.subscribe();
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
              done.complete(Thrown.describe(thrown));
            });
        return done.get(30, TimeUnit.SECONDS);
      }
      return mono.block(Duration.ofSeconds(30));
    } catch (RuntimeException e) {
      throw Exceptions.unwrap(e);
    }
  }

  private static Mono<Order> mono(Order order) {
    HttpClient client =
        HttpClient.create()
            .followRedirect(!"false".equals(order.get("follow")))
            .headers(
                headers -> {
                  for (Map.Entry<String, String> entry : order.values().entrySet()) {
                    if (entry.getKey().startsWith("header.")) {
                      headers.set(entry.getKey().substring(7), entry.getValue());
                    }
                  }
                });
    if (order.get("connectTimeout") != null) {
      client =
          client.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, order.number("connectTimeout", 1000));
    }
    if (order.get("timeout") != null) {
      client = client.responseTimeout(Duration.ofMillis(order.number("timeout", 1000)));
    }
    if (order.get("url").startsWith("https:")) {
      client = client.secure();
    }
    String url = order.get("url");
    int slash = url.indexOf('/', url.indexOf("://") + 3);
    if (order.get("mode").equals("base") && slash > 0) {
      client = client.baseUrl(url.substring(0, slash + 1));
      url = url.substring(slash);
    }
    HttpClient.RequestSender sender =
        client.request(HttpMethod.valueOf(order.get("method", "GET"))).uri(url);
    HttpClient.ResponseReceiver<?> receiver = sender;
    String body = order.get("body");
    if (body != null) {
      receiver =
          sender.send(
              (request, outbound) -> {
                if (!"true".equals(order.get("chunked"))) {
                  request.header("Content-Length", Integer.toString(body.length()));
                  return outbound.send(ByteBufFlux.fromString(Mono.just(body)));
                }
                return outbound.send(ByteBufFlux.fromString(Flux.just(body)));
              });
    }
    return receiver.responseSingle(
        (response, content) -> {
          Order answer =
              new Order()
                  .with("status", response.status().code())
                  .with("echo", response.responseHeaders().get("x-echo"));
          if (order.get("second") != null) {
            Order second = new Order().with("url", order.get("second"));
            try {
              answer.with("second", new HttpUrlConnectionDriver().perform(second).get("status"));
            } catch (Exception e) {
              return Mono.error(e);
            }
          }
          return content.asString().defaultIfEmpty("").map(text -> answer.with("body", text));
        });
  }
}
