// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpEntityEnclosingRequestBase;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.impl.client.DefaultHttpClient;

/** Apache HttpClient 4.0 to 4.2: one client for each order, with parameters for timeouts. */
public final class ApacheHttp40Driver implements Driver {
  private final Map<String, Any> reused = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "apache40";
  }

  @Override
  public Order perform(Order order) throws Exception {
    DefaultHttpClient client = new DefaultHttpClient();
    try {
      Any request =
          order.get("reuse") == null
              ? request(order)
              : reused.computeIfAbsent(order.get("reuse"), key -> request(order));
      HttpResponse response = client.execute(request);
      Header echo = response.getFirstHeader("x-echo");
      HttpEntity entity = response.getEntity();
      return new Order()
          .with("status", response.getStatusLine().getStatusCode())
          .with("body", entity == null ? "" : HttpUrlConnectionDriver.read(entity.getContent()))
          .with("echo", echo == null ? null : echo.getValue());
    } finally {
      client.getConnectionManager().shutdown();
    }
  }

  private static Any request(Order order) {
    Any request = new Any(order.get("method", "GET"), order.get("url"));
    if (order.get("connectTimeout") != null) {
      request
          .getParams()
          .setIntParameter("http.connection.timeout", order.number("connectTimeout", 0));
    }
    if (order.get("timeout") != null) {
      request.getParams().setIntParameter("http.socket.timeout", order.number("timeout", 0));
    }
    if ("false".equals(order.get("follow"))) {
      request.getParams().setBooleanParameter("http.protocol.handle-redirects", false);
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
              ? new InputStreamEntity(new java.io.ByteArrayInputStream(bytes), -1)
              : new ByteArrayEntity(bytes));
    }
    return request;
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
