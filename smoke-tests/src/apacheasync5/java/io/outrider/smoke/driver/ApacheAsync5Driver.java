// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;

/**
 * The asynchronous client of Apache HttpClient 5. Modes: {@code async} waits for the future; {@code
 * callback} has one that may make another call; {@code producer} gives the library a producer and a
 * consumer, and timeouts in the context; {@code minimal}, the other client; {@code cancel}; {@code
 * told} says how often callbacks were called.
 */
public final class ApacheAsync5Driver implements Driver {
  private final AtomicInteger enqueued = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();
  private final CloseableHttpAsyncClient client = HttpAsyncClients.createDefault();
  private final CloseableHttpAsyncClient once =
      HttpAsyncClients.custom().disableAutomaticRetries().build();
  private final CloseableHttpAsyncClient minimal = HttpAsyncClients.createMinimal();
  private final Map<String, SimpleHttpRequest> reused = new ConcurrentHashMap<>();

  public ApacheAsync5Driver() {
    client.start();
    once.start();
    minimal.start();
  }

  @Override
  public String name() {
    return "apacheAsync5";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    if (order.get("mode").equals("told")) {
      return new Order().with("enqueued", enqueued).with("told", told);
    }
    CloseableHttpAsyncClient client =
        order.get("mode").equals("minimal")
            ? minimal
            : "false".equals(order.get("retries")) ? once : this.client;
    SimpleHttpRequest request =
        order.get("reuse") == null
            ? request(order)
            : reused.computeIfAbsent(order.get("reuse"), key -> request(order));
    CompletableFuture<Order> done = new CompletableFuture<>();
    Told callback = new Told(order, done);
    enqueued.incrementAndGet();
    HttpClientContext context = HttpClientContext.create();
    Future<SimpleHttpResponse> future;
    if (order.get("body") != null || !order.get("mode").equals("async")) {
      if (order.get("mode").equals("producer") && request.getConfig() != null) {
        context.setRequestConfig(request.getConfig());
        request.setConfig(null);
      }
      future =
          client.execute(
              producer(order, request), SimpleResponseConsumer.create(), context, callback);
    } else {
      future = client.execute(request, context, callback);
    }
    if (order.get("mode").equals("cancel")) {
      Thread.sleep(order.number("after", 100));
      future.cancel(true);
      return done.get(10, TimeUnit.SECONDS).with("over", future.isDone());
    }
    Order answer = await(done);
    future.get(1, TimeUnit.SECONDS);
    return answer
        .with("left", request.containsHeader("traceparent"))
        .with(
            "leftTimeout",
            context.getRequestConfig() == null
                ? null
                : context.getRequestConfig().getResponseTimeout());
  }

  private static Order await(CompletableFuture<Order> future) throws Throwable {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static AsyncRequestProducer producer(Order order, SimpleHttpRequest request) {
    String body = order.get("body");
    if (body == null) {
      return SimpleRequestProducer.create(request);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean chunked = "true".equals(order.get("chunked"));
    return new BasicRequestProducer(
        request,
        new BasicAsyncEntityProducer(bytes, ContentType.TEXT_PLAIN, chunked) {
          @Override
          public boolean isRepeatable() {
            return !chunked;
          }
        });
  }

  private static SimpleHttpRequest request(Order order) {
    SimpleHttpRequest request =
        new SimpleHttpRequest(order.get("method", "GET"), URI.create(order.get("url")));
    if (order.get("connectTimeout") != null
        || order.get("timeout") != null
        || order.get("follow") != null) {
      RequestConfig.Builder config =
          RequestConfig.custom().setRedirectsEnabled(!"false".equals(order.get("follow")));
      if (order.get("connectTimeout") != null) {
        config.setConnectTimeout(order.number("connectTimeout", 0), TimeUnit.MILLISECONDS);
      }
      if (order.get("timeout") != null) {
        config.setResponseTimeout(order.number("timeout", 0), TimeUnit.MILLISECONDS);
      }
      request.setConfig(config.build());
    }
    for (Map.Entry<String, String> entry : order.values().entrySet()) {
      if (entry.getKey().startsWith("header.")) {
        request.addHeader(entry.getKey().substring(7), entry.getValue());
      }
    }
    return request;
  }

  private final class Told implements FutureCallback<SimpleHttpResponse> {
    private final Order order;
    private final CompletableFuture<Order> done;

    Told(Order order, CompletableFuture<Order> done) {
      this.order = order;
      this.done = done;
    }

    @Override
    public void completed(SimpleHttpResponse response) {
      told.incrementAndGet();
      try {
        Header echo = response.getFirstHeader("x-echo");
        Order answer =
            new Order()
                .with("status", response.getCode())
                .with("body", response.getBodyText() == null ? "" : response.getBodyText())
                .with("echo", echo == null ? null : echo.getValue());
        if (order.get("second") != null) {
          Order second = new Order().with("url", order.get("second"));
          answer.with("second", new HttpUrlConnectionDriver().perform(second).get("status"));
        }
        done.complete(answer);
      } catch (Exception e) {
        done.completeExceptionally(e);
      }
    }

    @Override
    public void failed(Exception e) {
      told.incrementAndGet();
      done.completeExceptionally(e);
    }

    @Override
    public void cancelled() {
      told.incrementAndGet();
      done.complete(new Order().with("cancelled", "true"));
    }
  }
}
