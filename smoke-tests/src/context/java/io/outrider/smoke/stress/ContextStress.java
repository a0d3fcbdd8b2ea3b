// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Requests that hand tasks over, which hand tasks over, by all mechanisms in turn, many requests at
 * once; every task looks whether it runs in its request's span. Afterwards tasks without a trace
 * look for what is left on the threads.
 *
 * <p>Arguments: how many tasks; classes of mechanisms.
 */
public final class ContextStress {
  private static final int TASKS_OF_A_REQUEST = 400;
  private static final int REQUESTS_AT_ONCE = 24;
  private static final int LOOKS_AFTERWARDS = 100;

  private final List<Mechanism> mechanisms = new ArrayList<>();
  private final List<Mechanism> drawn = new ArrayList<>();
  private final LongAdder ran = new LongAdder();
  private final Semaphore places = new Semaphore(REQUESTS_AT_ONCE);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private CountDownLatch afterwards;

  private ContextStress() {}

  public static void main(String[] args) throws Exception {
    ContextStress stress = new ContextStress();
    Probe.here();
    for (String source : Arrays.asList(args).subList(1, args.length)) {
      Mechanism.Source made =
          Class.forName("io.outrider.smoke.stress." + source)
              .asSubclass(Mechanism.Source.class)
              .getDeclaredConstructor()
              .newInstance();
      stress.mechanisms.addAll(Arrays.asList(made.mechanisms()));
    }
    for (Mechanism mechanism : stress.mechanisms) {
      for (int i = 0; i < mechanism.weight; i++) {
        stress.drawn.add(mechanism);
      }
    }
    stress.run(Long.parseLong(args[0]));
  }

  private void run(long tasks) throws Exception {
    Crossing.start();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext(
        "/",
        exchange -> {
          String trace = exchange.getRequestHeaders().getFirst("traceparent").split("-")[1];
          String here = Probe.here();
          if (!here.startsWith(trace + "-")) {
            failure.compareAndSet(
                null, new AssertionError("a request of trace " + trace + " runs in " + here));
          }
          Tree tree = new Tree(here, TASKS_OF_A_REQUEST, places::release);
          for (int i = 0; i < 4; i++) {
            handOver(tree);
          }
          tree.closed();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    int port = server.getAddress().getPort();
    // The agent weaves the JDK's own classes a moment after the first request.
    for (int round = 0; round < 30; round++) {
      reset();
      places.acquire();
      request(port, trace());
      places.acquire(REQUESTS_AT_ONCE);
      places.release(REQUESTS_AT_ONCE);
      if (round >= 2 && mechanisms.stream().allMatch(m -> m.wrong.sum() + m.lost.sum() == 0)) {
        break;
      }
      TimeUnit.SECONDS.sleep(1);
    }
    reset();

    long began = System.nanoTime();
    while (ran.sum() < tasks && failure.get() == null) {
      // Two requests of each trace: a wrong parent may be one of the same trace.
      String trace = trace();
      for (int i = 0; i < 2; i++) {
        if (!places.tryAcquire(30, TimeUnit.SECONDS)) {
          failure.compareAndSet(null, new AssertionError("tasks that never ran"));
          break;
        }
        request(port, trace);
      }
    }
    if (!places.tryAcquire(REQUESTS_AT_ONCE, 30, TimeUnit.SECONDS)) {
      failure.compareAndSet(null, new AssertionError("tasks that never ran"));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    lookAfterwards();
    print(seconds);
    System.exit(0);
  }

  private void reset() {
    for (Mechanism mechanism : mechanisms) {
      for (LongAdder each :
          Arrays.asList(mechanism.tasks, mechanism.wrong, mechanism.lost, mechanism.left)) {
        each.reset();
      }
    }
    ran.reset();
  }

  /** Hands one more task over, by any mechanism. */
  void handOver(Tree tree) {
    if (!tree.grow()) {
      return;
    }
    // The first one never runs a task on the thread that hands it over.
    Mechanism by =
        Task.mayNest()
            ? drawn.get(ThreadLocalRandom.current().nextInt(drawn.size()))
            : mechanisms.get(0);
    give(by, new Task(this, by, tree));
  }

  private void give(Mechanism by, Task task) {
    try {
      by.handOver.give(task);
    } catch (Exception e) {
      failure.compareAndSet(null, new AssertionError(by.name, e));
    }
  }

  void ran(boolean isAfterwards) {
    if (isAfterwards) {
      afterwards.countDown();
    } else {
      ran.increment();
    }
  }

  private void lookAfterwards() throws Exception {
    afterwards = new CountDownLatch(mechanisms.size() * LOOKS_AFTERWARDS);
    for (int i = 0; i < LOOKS_AFTERWARDS; i++) {
      for (Mechanism mechanism : mechanisms) {
        give(mechanism, new Task(this, mechanism, null));
      }
    }
    if (!afterwards.await(30, TimeUnit.SECONDS)) {
      failure.compareAndSet(null, new AssertionError(afterwards.getCount() + " never ran"));
    }
  }

  private static String trace() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return String.format("%016x%016x", random.nextLong() | 1, random.nextLong());
  }

  /** By hand: the agent would put its own header into a client's request. */
  private static void request(int port, String trace) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String parent = String.format("%016x", ThreadLocalRandom.current().nextLong() | 1);
      String text =
          "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\ntraceparent: 00-"
              + trace
              + "-"
              + parent
              + "-01\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // until the end
      }
    }
  }

  private void print(double seconds) {
    String line = "%-42s %9s %7s %7s %7s%n";
    System.out.printf(line, "mechanism", "tasks", "wrong", "lost", "left");
    long wrong = 0;
    long lost = 0;
    long left = 0;
    for (Mechanism m : mechanisms) {
      System.out.printf(
          line,
          m.name,
          m.tasks.sum() - LOOKS_AFTERWARDS,
          m.wrong.sum(),
          m.lost.sum(),
          m.left.sum());
      wrong += m.wrong.sum();
      lost += m.lost.sum();
      left += m.left.sum();
    }
    System.out.printf(line, "all", ran.sum(), wrong, lost, left);
    System.out.printf(Locale.ROOT, "in %.1f s%n", seconds);
    if (failure.get() != null) {
      failure.get().printStackTrace(System.out);
    }
    System.out.println(
        "@tasks="
            + ran.sum()
            + "&wrong="
            + wrong
            + "&lost="
            + lost
            + "&left="
            + left
            + "&failed="
            + (failure.get() != null));
  }
}
