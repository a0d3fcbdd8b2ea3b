// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** What the application waits for: it holds each call until it is let go, and knows their order. */
final class Gate implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore open = new Semaphore(0);
  private final List<String> arrived = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  Gate() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            arrived.add(exchange.getRequestURI().getPath().substring(1));
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            open.tryAcquire(30, TimeUnit.SECONDS);
            inside.decrementAndGet();
            exchange.sendResponseHeaders(200, -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url(String name) {
    return "http://127.0.0.1:" + port() + "/" + name;
  }

  /** Waits until so many have come since the beginning. */
  void awaitArrived(int count) {
    Awaitility.await("calls at the gate")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> arrived.size() >= count);
  }

  List<String> arrived() {
    return arrived;
  }

  /** The most that were held at once. */
  int most() {
    return most.get();
  }

  void letGo(int count) {
    open.release(count);
  }

  @Override
  public void close() {
    open.release(100_000);
    server.stop(0);
    threads.shutdownNow();
  }
}
