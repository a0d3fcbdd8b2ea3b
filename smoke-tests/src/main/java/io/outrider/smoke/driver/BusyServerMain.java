// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server whose process can be made busy: {@code /spin?threads=2} burns CPU until it is told to
 * use none, {@code /work} takes a moment.
 */
public final class BusyServerMain implements HttpHandler {
  private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private volatile int spinning;

  private BusyServerMain() {}

  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", new BusyServerMain());
    server.start();
    System.out.println("@ready port=" + server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // until the test closes it
    }
    Runtime.getRuntime().exit(0);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      if (exchange.getRequestURI().getPath().equals("/spin")) {
        spin(Order.parse(exchange.getRequestURI().getQuery()).number("threads", 0));
      } else {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WORK_NANOS) {
          LockSupport.parkNanos(WORK_NANOS);
        }
      }
      exchange.sendResponseHeaders(200, -1);
    } finally {
      exchange.close();
    }
  }

  private synchronized void spin(int threads) {
    spinning = threads;
    for (int i = 0; i < threads; i++) {
      final int number = i;
      Thread thread =
          new Thread() {
            @Override
            public void run() {
              while (number < spinning) {
                // burns
              }
            }
          };
      thread.setDaemon(true);
      thread.start();
    }
  }
}
