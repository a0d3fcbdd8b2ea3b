// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The application under test: performs orders with the drivers whose class names are its arguments.
 *
 * <p>Orders come one a line on standard input, where no trace is going on, or as the query of a
 * request to its own HTTP server, where the call is part of that request's trace: so a test chooses
 * the parent by the headers it sends. Answers are lines that start with {@code @}.
 */
public final class DriverMain {
  private final Map<String, Driver> drivers = new HashMap<>();

  private DriverMain() {}

  public static void main(String[] args) throws Exception {
    DriverMain main = new DriverMain();
    for (String name : args) {
      Driver driver =
          Class.forName(name).asSubclass(Driver.class).getDeclaredConstructor().newInstance();
      main.drivers.put(driver.name(), driver);
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext(
        "/order",
        new HttpHandler() {
          @Override
          public void handle(HttpExchange exchange) throws IOException {
            byte[] body =
                main.perform(exchange.getRequestURI().getRawQuery())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(body);
            }
          }
        });
    server.start();
    PrintStream out = System.out;
    out.println("@ready port=" + server.getAddress().getPort());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println("@" + main.perform(line));
    }
    server.stop(0);
    threads.shutdown();
  }

  private String perform(String line) {
    Order order = Order.parse(line);
    Order answer;
    try {
      Driver driver = drivers.get(order.get("driver"));
      if (driver == null) {
        throw new IllegalArgumentException("no driver " + order.get("driver"));
      }
      answer = driver.perform(order);
    } catch (Throwable thrown) {
      answer = Thrown.describe(thrown);
    }
    return answer.toString();
  }
}
