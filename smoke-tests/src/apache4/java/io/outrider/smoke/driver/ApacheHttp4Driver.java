// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.client.ResponseHandler;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpEntityEnclosingRequestBase;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.message.BasicHttpEntityEnclosingRequest;

/**
 * Apache HttpClient since 4.3. Modes: {@code sync}; {@code handler}, which gives the library a
 * handler for the response; {@code plain}, where the target is given beside a request that is only
 * a line, and timeouts in the context; {@code minimal}, the other client.
 */
public final class ApacheHttp4Driver implements Driver {
  private final CloseableHttpClient client = HttpClients.createDefault();
  private final CloseableHttpClient minimal = HttpClients.createMinimal();
  private final Map<String, Any> reused = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "apache4";
  }

  @Override
  public Order perform(Order order) throws Exception {
    switch (order.get("mode", "sync")) {
      case "plain":
        return plain(order);
      case "handler":
        return client.execute(
            request(order),
            new ResponseHandler<Order>() {
              @Override
              public Order handleResponse(HttpResponse response) throws IOException {
                return answer(response);
              }
            });
      case "minimal":
        return read(minimal.execute(request(order)));
      default:
        Any request =
            order.get("reuse") == null
                ? request(order)
                : reused.computeIfAbsent(order.get("reuse"), key -> request(order));
        Order answer;
        try (CloseableHttpResponse response = client.execute(request)) {
          answer = answer(response);
        }
        return answer
            .with("left", request.containsHeader("traceparent"))
            .with(
                "leftTimeout",
                request.getConfig() == null ? null : request.getConfig().getSocketTimeout());
    }
  }

  private Order plain(Order order) throws IOException {
    URI uri = URI.create(order.get("url"));
    String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    BasicHttpEntityEnclosingRequest request =
        new BasicHttpEntityEnclosingRequest(order.get("method", "GET"), path);
    fill(order, request);
    HttpClientContext context = HttpClientContext.create();
    RequestConfig config = config(order);
    if (config != null) {
      context.setRequestConfig(config);
    }
    // Checked as the library checks the URI of other requests.
    new HttpGet(uri);
    HttpHost target = new HttpHost(uri.getHost(), uri.getPort(), uri.getScheme());
    return read(client.execute(target, request, context))
        .with("leftTimeout", context.getRequestConfig().getSocketTimeout());
  }

  private static Any request(Order order) {
    Any request = new Any(order.get("method", "GET"), order.get("url"));
    request.setConfig(config(order));
    for (Map.Entry<String, String> entry : order.values().entrySet()) {
      if (entry.getKey().startsWith("header.")) {
        request.addHeader(entry.getKey().substring(7), entry.getValue());
      }
    }
    request.setEntity(entity(order));
    return request;
  }

  private static void fill(Order order, BasicHttpEntityEnclosingRequest request) {
    for (Map.Entry<String, String> entry : order.values().entrySet()) {
      if (entry.getKey().startsWith("header.")) {
        request.addHeader(entry.getKey().substring(7), entry.getValue());
      }
    }
    request.setEntity(entity(order));
  }

  private static HttpEntity entity(Order order) {
    String body = order.get("body");
    if (body == null) {
      return null;
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return "true".equals(order.get("chunked"))
        ? new InputStreamEntity(new java.io.ByteArrayInputStream(bytes), -1)
        : new ByteArrayEntity(bytes);
  }

  /** Null when the order says nothing. */
  private static RequestConfig config(Order order) {
    if (order.get("connectTimeout") == null
        && order.get("timeout") == null
        && order.get("follow") == null) {
      return null;
    }
    return RequestConfig.custom()
        .setConnectTimeout(order.number("connectTimeout", -1))
        .setSocketTimeout(order.number("timeout", -1))
        .setRedirectsEnabled(!"false".equals(order.get("follow")))
        .build();
  }

  private static Order read(CloseableHttpResponse response) throws IOException {
    try {
      return answer(response);
    } finally {
      response.close();
    }
  }

  private static Order answer(HttpResponse response) throws IOException {
    Header echo = response.getFirstHeader("x-echo");
    HttpEntity entity = response.getEntity();
    return new Order()
        .with("status", response.getStatusLine().getStatusCode())
        .with("body", entity == null ? "" : HttpUrlConnectionDriver.read(entity.getContent()))
        .with("echo", echo == null ? null : echo.getValue());
  }

  /** A request with whatever method. */
  private static final class Any extends HttpEntityEnclosingRequestBase {
    private final String method;

    Any(String method, String url) {
      this.method = method;
      setURI(URI.create(url));
    }

    @Override
    public String getMethod() {
      return method;
    }
  }
}
