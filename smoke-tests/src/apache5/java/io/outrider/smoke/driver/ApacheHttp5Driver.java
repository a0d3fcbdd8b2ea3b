// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Apache HttpClient 5, classic. Modes: {@code sync}; {@code handler}, which gives the library a
 * handler for the response; {@code plain}, where the target is given beside a request that has no
 * configuration, and timeouts in the context; {@code minimal}, the other client.
 */
public final class ApacheHttp5Driver implements Driver {
  private final CloseableHttpClient client = HttpClients.createDefault();
  private final CloseableHttpClient once = HttpClients.custom().disableAutomaticRetries().build();
  private final CloseableHttpClient minimal = HttpClients.createMinimal();
  private final Map<String, HttpUriRequestBase> reused = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "apache5";
  }

  @Override
  public Order perform(Order order) throws Exception {
    CloseableHttpClient client = "false".equals(order.get("retries")) ? once : this.client;
    switch (order.get("mode", "sync")) {
      case "plain":
        return plain(client, order);
      case "handler":
        return client.execute(
            request(order),
            new HttpClientResponseHandler<Order>() {
              @Override
              public Order handleResponse(ClassicHttpResponse response) throws IOException {
                return answer(response);
              }
            });
      case "minimal":
        URI uri = URI.create(order.get("url"));
        HttpHost host = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
        return read(minimal.execute(host, request(order)));
      default:
        HttpUriRequestBase request =
            order.get("reuse") == null
                ? request(order)
                : reused.computeIfAbsent(order.get("reuse"), key -> request(order));
        return read(client.execute(request))
            .with("left", request.containsHeader("traceparent"))
            .with(
                "leftTimeout",
                request.getConfig() == null ? null : request.getConfig().getResponseTimeout());
    }
  }

  private static Order plain(CloseableHttpClient client, Order order) throws IOException {
    URI uri = URI.create(order.get("url"));
    BasicClassicHttpRequest request = new BasicClassicHttpRequest(order.get("method", "GET"), uri);
    fill(order, request);
    RequestConfig config = config(order);
    if (config == null) {
      return read(client.execute(request));
    }
    HttpClientContext context = HttpClientContext.create();
    context.setRequestConfig(config);
    return read(client.execute(request, context))
        .with("leftTimeout", context.getRequestConfig().getResponseTimeout());
  }

  private static HttpUriRequestBase request(Order order) {
    HttpUriRequestBase request =
        new HttpUriRequestBase(order.get("method", "GET"), URI.create(order.get("url")));
    request.setConfig(config(order));
    fill(order, request);
    return request;
  }

  private static void fill(Order order, ClassicHttpRequest request) {
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
              ? new InputStreamEntity(new java.io.ByteArrayInputStream(bytes), -1, null)
              : new ByteArrayEntity(bytes, null));
    }
  }

  /** Null when the order says nothing. */
  private static RequestConfig config(Order order) {
    if (order.get("connectTimeout") == null
        && order.get("timeout") == null
        && order.get("follow") == null) {
      return null;
    }
    RequestConfig.Builder config =
        RequestConfig.custom().setRedirectsEnabled(!"false".equals(order.get("follow")));
    if (order.get("connectTimeout") != null) {
      config.setConnectTimeout(order.number("connectTimeout", 0), TimeUnit.MILLISECONDS);
    }
    if (order.get("timeout") != null) {
      config.setResponseTimeout(order.number("timeout", 0), TimeUnit.MILLISECONDS);
    }
    return config.build();
  }

  private static Order read(CloseableHttpResponse response) throws IOException {
    try {
      return answer(response);
    } finally {
      response.close();
    }
  }

  private static Order answer(ClassicHttpResponse response) throws IOException {
    Header echo = response.getFirstHeader("x-echo");
    HttpEntity entity = response.getEntity();
    return new Order()
        .with("status", response.getCode())
        .with("body", entity == null ? "" : HttpUrlConnectionDriver.read(entity.getContent()))
        .with("echo", echo == null ? null : echo.getValue());
  }
}
