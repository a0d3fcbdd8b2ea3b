// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import io.outrider.smoke.driver.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The drivers' application, taking orders with and without a trace around them. */
public final class DriverProcess implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AgentProcess process;
  private final int port;

  DriverProcess(AgentProcess process) {
    this.process = process;
    try {
      String ready = process.answer();
      port = Integer.parseInt(ready.substring(ready.indexOf("port=") + 5));
    } catch (Throwable e) {
      process.close();
      throw e;
    }
  }

  /** Performs an order outside any trace. */
  public synchronized Order perform(Order order) {
    return process.perform(order);
  }

  /**
   * Performs an order inside a server's span.
   *
   * @param parent what its {@code traceparent} header names
   * @param headers more headers: names and values in turn
   */
  public Order performIn(Parent parent, Order order, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/order?" + order))
            .timeout(Duration.ofSeconds(60))
            .header("traceparent", parent.header());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError("the child answered " + response.statusCode());
      }
      return Order.parse(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("the child printed " + process.printed(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return port;
  }

  public AgentProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
