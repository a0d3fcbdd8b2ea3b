// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code java.net.HttpURLConnection}, in the several ways in which code uses it. */
public final class HttpUrlConnectionDriver implements Driver {
  @Override
  public String name() {
    return "HttpURLConnection";
  }

  @Override
  public Order perform(Order order) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) new URL(order.get("url")).openConnection();
    connection.setRequestMethod(order.get("method", "GET"));
    connection.setInstanceFollowRedirects(!"false".equals(order.get("follow")));
    connection.setConnectTimeout(order.number("connectTimeout", 0));
    connection.setReadTimeout(order.number("timeout", 0));
    for (Map.Entry<String, String> entry : order.values().entrySet()) {
      if (entry.getKey().startsWith("header.")) {
        connection.setRequestProperty(entry.getKey().substring(7), entry.getValue());
      }
    }
    if ("true".equals(order.get("connectFirst"))) {
      connection.connect();
    }
    String body = order.get("body");
    if (body != null) {
      connection.setDoOutput(true);
      if ("true".equals(order.get("chunked"))) {
        connection.setChunkedStreamingMode(1000);
      }
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.getBytes(StandardCharsets.UTF_8));
      }
    }
    Order answer = new Order();
    if ("stream".equals(order.get("how"))) {
      try (InputStream in = connection.getInputStream()) {
        answer.with("body", read(in));
      }
      return answer
          .with("status", connection.getResponseCode())
          .with("echo", connection.getHeaderField("x-echo"));
    }
    int status = connection.getResponseCode();
    answer.with("status", status).with("echo", connection.getHeaderField("x-echo"));
    InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    if (in != null) {
      answer.with("body", read(in));
      in.close();
    }
    if ("true".equals(order.get("disconnect"))) {
      connection.disconnect();
    }
    return answer;
  }

  static String read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes.write(buffer, 0, n);
    }
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }
}
