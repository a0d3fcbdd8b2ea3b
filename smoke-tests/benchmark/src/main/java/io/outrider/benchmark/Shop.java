// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The services of the examples, and how it is talked to from here. */
final class Shop {
  private static final int START_LIMIT_SECONDS = 120;

  private Shop() {}

  static List<String> arguments(Options options, int port, int backendPort) {
    return List.of(
        "--spring.kafka.bootstrap-servers=127.0.0.1:" + options.brokerPort,
        "--server.port=" + port,
        "--server.address=127.0.0.1",
        // Else Tomcat closes a connection after a hundred.
        "--server.tomcat.max-keep-alive-requests=-1",
        "--shop.inventory-url=http://localhost:" + backendPort);
  }

  static List<String> shippingArguments(Options options, int port) {
    return List.of(
        "--spring.kafka.bootstrap-servers=127.0.0.1:" + options.brokerPort,
        "--server.port=" + port,
        "--server.address=127.0.0.1");
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns when it has answered its first request. */
  static void awaitFirstAnswer(Child shop, int port) throws IOException, InterruptedException {
    awaitFirstAnswer(shop, port, "/orders");
  }

  static void awaitFirstAnswer(Child shop, int port, String path)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    while (System.nanoTime() < deadline) {
      shop.requireAlive();
      try (Socket socket = new Socket()) {
        socket.connect(address, 1_000);
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(2);
        continue;
      }
      get(port, path);
      return;
    }
    throw new IOException("the shop did not start within " + START_LIMIT_SECONDS + " s");
  }

  static String get(int port, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setReadTimeout(30_000);
    if (connection.getResponseCode() != 200) {
      throw new IOException(path + " was answered with " + connection.getResponseCode());
    }
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  static void placeOrder(int port) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/orders").toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    connection
        .getOutputStream()
        .write("{\"sku\":\"tea\",\"quantity\":2}".getBytes(StandardCharsets.US_ASCII));
    if (connection.getResponseCode() != 201) {
      throw new IOException("an order was answered with " + connection.getResponseCode());
    }
  }
}
