// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A crowd of virtual threads calls a server of virtual threads, which asks a database. */
public final class VirtualCrowdDriver implements Driver {
  @Override
  public String name() {
    return "virtual-crowd";
  }

  /** Answers how many calls ended in which way. */
  @Override
  public Order perform(Order order) throws Exception {
    DataSource pool = DataSources.of(order);
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    ExecutorService threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 1_000);
    server.setExecutor(threads);
    server.createContext(
        "/work",
        exchange -> {
          int status = query(pool, order.get("sql"));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/work");
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < order.number("times", 100); i++) {
        calls.add(threads.submit(() -> call(client, uri)));
      }
      Map<String, Integer> ends = new TreeMap<>();
      for (Future<String> call : calls) {
        ends.merge(call.get(30, TimeUnit.SECONDS), 1, Integer::sum);
      }
      Order answer = new Order();
      ends.forEach(answer::with);
      return answer;
    } finally {
      server.stop(0);
      threads.shutdown();
    }
  }

  /** 507 when it was refused. */
  private static int query(DataSource pool, String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return 200;
    } catch (SQLException e) {
      return "53300".equals(e.getSQLState()) ? 507 : 500;
    }
  }

  private static String call(HttpClient client, URI uri) throws InterruptedException {
    try {
      return String.valueOf(
          client
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode());
    } catch (IOException e) {
      return e instanceof java.net.ConnectException ? "refused" : e.toString();
    }
  }
}
