// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpEntityEnclosingRequestBase;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.client.utils.URIUtils;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.nio.client.methods.HttpAsyncMethods;
import org.apache.http.nio.entity.NByteArrayEntity;

/**
 * The asynchronous client of Apache HttpComponents 4. Modes: {@code async} waits for the future;
 * {@code callback} has one that may make another call; {@code producer} gives the library a
 * producer and a consumer, and timeouts in the context; {@code minimal}, the other client; {@code
 * cancel}; {@code abort}, by the request; {@code told} says how often callbacks were called.
 */
public final class ApacheAsync4Driver implements Driver {
  private final AtomicInteger enqueued = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();
  private final CloseableHttpAsyncClient client = HttpAsyncClients.createDefault();
  private final CloseableHttpAsyncClient minimal = HttpAsyncClients.createMinimal();
  private final Map<String, AnyRequest> reused = new ConcurrentHashMap<>();

  public ApacheAsync4Driver() {
    client.start();
    minimal.start();
  }

  @Override
  public String name() {
    return "apacheAsync4";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    if (order.get("mode").equals("told")) {
      return new Order().with("enqueued", enqueued).with("told", told);
    }
    AnyRequest request =
        order.get("reuse") == null
            ? request(order)
            : reused.computeIfAbsent(order.get("reuse"), key -> request(order));
    CompletableFuture<Order> done = new CompletableFuture<>();
    Told callback = new Told(order, done);
    enqueued.incrementAndGet();
    Future<HttpResponse> future;
    switch (order.get("mode")) {
      case "producer":
        HttpClientContext context = HttpClientContext.create();
        RequestConfig config = request.getConfig();
        request.setConfig(null);
        if (config != null) {
          context.setRequestConfig(config);
        }
        future =
            client.execute(
                HttpAsyncMethods.create(URIUtils.extractHost(request.getURI()), request),
                HttpAsyncMethods.createConsumer(),
                context,
                callback);
        break;
      case "minimal":
        future = minimal.execute(request, callback);
        break;
      case "cancel":
      case "abort":
        future = client.execute(request, callback);
        Thread.sleep(order.number("after", 100));
        if (order.get("mode").equals("abort")) {
          request.abort();
        } else {
          future.cancel(true);
        }
        return done.get(10, TimeUnit.SECONDS).with("over", future.isDone());
      default:
        future = client.execute(request, callback);
    }
    Order answer = await(done);
    future.get(1, TimeUnit.SECONDS);
    return answer.with("left", request.containsHeader("traceparent"));
  }

  private static Order await(CompletableFuture<Order> future) throws Throwable {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static AnyRequest request(Order order) {
    AnyRequest request = new AnyRequest(order);
    if (order.get("connectTimeout") != null
        || order.get("timeout") != null
        || order.get("follow") != null) {
      request.setConfig(
          RequestConfig.custom()
              .setRedirectsEnabled(!"false".equals(order.get("follow")))
              .setConnectTimeout(order.number("connectTimeout", -1))
              .setSocketTimeout(order.number("timeout", -1))
              .build());
    }
    for (Map.Entry<String, String> entry : order.values().entrySet()) {
      if (entry.getKey().startsWith("header.")) {
        request.addHeader(entry.getKey().substring(7), entry.getValue());
      }
    }
    String body = order.get("body");
    if (body != null) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      request.setEntity(
          "true".equals(order.get("chunked"))
              ? new InputStreamEntity(new ByteArrayInputStream(bytes), -1)
              : new NByteArrayEntity(bytes));
    }
    return request;
  }

  private static final class AnyRequest extends HttpEntityEnclosingRequestBase {
    private final String method;

    AnyRequest(Order order) {
      method = order.get("method", "GET");
      setURI(URI.create(order.get("url")));
    }

    @Override
    public String getMethod() {
      return method;
    }
  }

  private final class Told implements FutureCallback<HttpResponse> {
    private final Order order;
    private final CompletableFuture<Order> done;

    Told(Order order, CompletableFuture<Order> done) {
      this.order = order;
      this.done = done;
    }

    @Override
    public void completed(HttpResponse response) {
      told.incrementAndGet();
      try {
        Header echo = response.getFirstHeader("x-echo");
        HttpEntity entity = response.getEntity();
        Order answer =
            new Order()
                .with("status", response.getStatusLine().getStatusCode())
                .with(
                    "body", entity == null ? "" : HttpUrlConnectionDriver.read(entity.getContent()))
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
