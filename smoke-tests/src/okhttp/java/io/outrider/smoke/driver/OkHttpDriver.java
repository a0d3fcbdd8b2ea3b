// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/** OkHttp: execute and enqueue. */
public final class OkHttpDriver implements Driver {
  /** How many calls were enqueued, and how often their callbacks were called. */
  private final AtomicInteger enqueued = new AtomicInteger();

  private final AtomicInteger told = new AtomicInteger();
  private final OkHttpClient base;
  private final Map<String, OkHttpClient> clients = new ConcurrentHashMap<>();
  private final Map<String, Request> reused = new ConcurrentHashMap<>();

  public OkHttpDriver() {
    Dispatcher dispatcher = new Dispatcher();
    // What is enqueued meanwhile is started by the thread whose call has ended.
    dispatcher.setMaxRequestsPerHost(1);
    base = new OkHttpClient.Builder().dispatcher(dispatcher).build();
  }

  @Override
  public String name() {
    return "OkHttp";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    OkHttpClient client = client(order);
    String reuse = order.get("reuse");
    Request request =
        reuse == null ? request(order) : reused.computeIfAbsent(reuse, key -> request(order));
    Call call = client.newCall(request);
    switch (order.get("mode", "sync")) {
      case "sync":
        return answer(call.execute());
      case "told":
        return new Order().with("enqueued", enqueued).with("told", told);
      case "async":
      case "callback":
        return await(enqueue(call, order));
      case "cancel":
        CompletableFuture<Order> future = enqueue(call, order);
        Thread.sleep(order.number("after", 100));
        call.cancel();
        try {
          future.get(10, TimeUnit.SECONDS);
          return new Order().with("cancelled", "false");
        } catch (ExecutionException e) {
          return Thrown.describe(e.getCause()).with("cancelled", call.isCanceled());
        }
      default:
        throw new IllegalArgumentException(order.get("mode"));
    }
  }

  private static Order await(CompletableFuture<Order> future) throws Throwable {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  /** The callback may make a call of its own, which tells in whose context it ran. */
  private CompletableFuture<Order> enqueue(Call call, Order order) {
    CompletableFuture<Order> done = new CompletableFuture<>();
    enqueued.incrementAndGet();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException e) {
            told.incrementAndGet();
            done.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call answered, Response response) throws IOException {
            told.incrementAndGet();
            try {
              Order answer = answer(response);
              if (order.get("second") != null) {
                Order second = new Order().with("url", order.get("second"));
                answer.with("second", new HttpUrlConnectionDriver().perform(second).get("status"));
              }
              done.complete(answer);
            } catch (Exception e) {
              done.completeExceptionally(e);
            }
          }
        });
    return done;
  }

  private OkHttpClient client(Order order) {
    boolean follow = !"false".equals(order.get("follow"));
    int connect = order.number("connectTimeout", -1);
    int read = order.number("timeout", -1);
    String interceptor = order.get("interceptor");
    return clients.computeIfAbsent(
        follow + " " + connect + " " + read + " " + interceptor,
        key -> {
          OkHttpClient.Builder builder =
              base.newBuilder().followRedirects(follow).followSslRedirects(follow);
          if (connect >= 0) {
            builder.connectTimeout(connect, TimeUnit.MILLISECONDS);
          }
          if (read >= 0) {
            builder.readTimeout(read, TimeUnit.MILLISECONDS);
          }
          if (interceptor != null) {
            builder.addInterceptor(new Repeating());
          }
          return builder.build();
        });
  }

  private static Request request(Order order) {
    Request.Builder builder = new Request.Builder().url(order.get("url"));
    String body = order.get("body");
    builder.method(
        order.get("method", "GET"),
        body == null ? null : body(body, "true".equals(order.get("chunked"))));
    for (Map.Entry<String, String> entry : order.values().entrySet()) {
      if (entry.getKey().startsWith("header.")) {
        builder.header(entry.getKey().substring(7), entry.getValue());
      }
    }
    return builder.build();
  }

  private static RequestBody body(String body, boolean chunked) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (!chunked) {
      return RequestBody.create(null, bytes);
    }
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return null;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.write(bytes);
      }
    };
  }

  private static Order answer(Response response) throws IOException {
    try {
      return new Order()
          .with("status", response.code())
          .with("body", response.body().string())
          .with("echo", response.header("x-echo"));
    } finally {
      response.body().close();
    }
  }

  /** An interceptor of the application's that sends everything twice. */
  private static final class Repeating implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      chain.proceed(chain.request()).body().close();
      return chain.proceed(chain.request());
    }
  }
}
