// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the shop under the agent: starts the console, a broker and the services, sends traffic, lets
 * inventory hang until the circuit breaker opens, brings it back, and prints what the console saw
 * of it.
 */
public final class Demo {
  private static final String RULE = "-Doutrider.rules.inventory.";
  private static final int CUSTOMERS = 8;

  private final Settings settings;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();
  private final URI consoleUrl = freeUrl();
  private final URI inventoryUrl = freeUrl();
  private final URI orderUrl = freeUrl();
  private final URI shippingUrl = freeUrl();
  private final URI brokerUrl = freeUrl();
  private final Orders orders = new Orders(http, orderUrl);
  private final ConsoleText console;
  private Child inventory;
  private boolean closed;

  private Demo(Settings settings) {
    this.settings = settings;
    console = new ConsoleText(http, consoleUrl, settings);
  }

  public static void main(String[] args) {
    CountDownLatch stopping = new CountDownLatch(1);
    try {
      Demo demo = new Demo(Settings.of(args));
      Thread onExit =
          new Thread(
              () -> {
                stopping.countDown();
                demo.stopAll();
              });
      Runtime.getRuntime().addShutdownHook(onExit);
      demo.run();
    } catch (Failure | InterruptedException e) {
      // What fails because all is being stopped is no failure.
      if (stopping.getCount() > 0) {
        System.out.println();
        System.out.println("demo: " + e.getMessage());
        System.exit(1);
      }
    }
  }

  private void run() throws InterruptedException {
    start();
    traffic();
    boolean guarded = outage();
    story(guarded);
    if (settings.keep()) {
      keep();
    }
    if (!guarded && settings.ownAgent()) {
      throw new Failure(
          "the circuit breaker did not do its part: see the logs in " + settings.logs());
    }
  }

  private void start() throws InterruptedException {
    step("Starting the console, Kafka and three Spring Boot services, these with -javaagent:");
    say("agent      " + settings.agent());
    List<String> command = new ArrayList<>(List.of("-jar", settings.console().toString()));
    command.addAll(List.of("console", "--port", port(consoleUrl), "--quiet", "--every", "0"));
    Child consoleJvm = child("console", command);
    consoleJvm.awaitAnswer(http, consoleUrl);
    say("console    " + consoleUrl);
    long began = System.nanoTime();
    startBroker();
    inventory = startInventory();
    Child order = startOrder();
    Child shipping = startShipping();
    inventory.awaitAnswer(http, inventoryUrl.resolve("/stock"));
    say("inventory  " + inventoryUrl.resolve("/stock"));
    order.awaitAnswer(http, orderUrl.resolve("/orders"));
    say("orders     " + orderUrl);
    shipping.awaitAnswer(http, shippingUrl.resolve("/shipments"));
    say(
        "shipping   "
            + shippingUrl.resolve("/shipments")
            + "  (all up after "
            + seconds(began)
            + ")");
  }

  private Child startInventory() {
    List<String> command = agent("inventory-service");
    command.addAll(List.of("-jar", settings.inventoryService().toString()));
    command.add("--server.port=" + port(inventoryUrl));
    command.add("--server.address=127.0.0.1");
    return child("inventory-service", command);
  }

  /** Without the agent: a broker is no part of an application. */
  private void startBroker() {
    List<String> command =
        new ArrayList<>(List.of("-Xmx256m", "-jar", settings.broker().toString()));
    command.add(settings.logs().resolve("kafka-" + ProcessHandle.current().pid()).toString());
    command.add(port(brokerUrl));
    command.add(port(freeUrl()));
    child("broker", command);
  }

  private Child startShipping() {
    List<String> command = agent("shipping-service");
    command.addAll(List.of("-jar", settings.shippingService().toString()));
    command.add("--server.port=" + port(shippingUrl));
    command.add("--server.address=127.0.0.1");
    command.add("--spring.kafka.bootstrap-servers=127.0.0.1:" + port(brokerUrl));
    return child("shipping-service", command);
  }

  private Child startOrder() {
    List<String> command = agent("order-service");
    command.add(RULE + "match=client:http,host:localhost");
    command.add(RULE + "timeout.request=500ms");
    command.add(RULE + "circuit-breaker.failure-rate=50");
    command.add(RULE + "circuit-breaker.window=10s");
    command.add(RULE + "circuit-breaker.minimum-calls=5");
    command.add(RULE + "circuit-breaker.wait-open=3s");
    command.add(RULE + "circuit-breaker.half-open-calls=2");
    command.addAll(List.of("-jar", settings.orderService().toString()));
    command.add("--server.port=" + port(orderUrl));
    command.add("--server.address=127.0.0.1");
    command.add("--spring.kafka.bootstrap-servers=127.0.0.1:" + port(brokerUrl));
    command.add("--shop.inventory-url=http://localhost:" + port(inventoryUrl));
    return child("order-service", command);
  }

  private List<String> agent(String service) {
    return new ArrayList<>(
        List.of(
            "-javaagent:" + settings.agent(),
            "-Xmx256m",
            "-Dotel.service.name=" + service,
            "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + consoleUrl.getPort(),
            "-Dotel.exporter.otlp.protocol=http/protobuf",
            "-Dotel.logs.exporter=none",
            // Seconds count here: show what happens as it happens.
            "-Dotel.bsp.schedule.delay=200",
            "-Dotel.metric.export.interval=1000"));
  }

  private void traffic() throws InterruptedException {
    step("Sending traffic");
    orders.place(5, "tea", 1); // The first ones load classes: not worth a median.
    tell("orders of tea", orders.place(40, "tea", 1));
    tell("looks at one order", orders.get(10, "/orders/1"));
    tell("looks at all orders", orders.get(10, "/orders"));
    tell("orders of goods nobody has", orders.place(3, "unicorn", 1));
    tell("orders of nothing", orders.place(2, "tea", 0));
    tell("orders of five of three kettles", orders.place(2, "kettle", 5));
    tell("orders of so many that a bug shows", orders.place(2, "tea", 2_000_000_000));
    tell("orders from a slow warehouse", orders.place(3, "carpet", 1));
    tell("orders from one slower than the timeout", orders.place(2, "anvil", 1));
  }

  /** False when there is no circuit breaker. */
  private boolean outage() throws InterruptedException {
    step("Inventory stops; what now has its port takes calls and never answers");
    inventory.close();
    running.remove(inventory);
    boolean opened;
    try (SilentServer silent = new SilentServer(inventoryUrl.getPort())) {
      running.push(silent);
      Wait wait = orderUntil("open", CUSTOMERS, 25);
      opened = wait.reached();
      tell("orders, cut off by the timeout", wait.answers());
      if (opened) {
        say("the circuit breaker opened after " + wait.time());
        tell("orders while it is open, refused at once", orders.place(20, "tea", 1));
      } else {
        say("no circuit breaker opened: " + settings.agent().getFileName() + " reported none");
      }
      running.remove(silent);
    }
    step("Inventory comes back");
    inventory = startInventory();
    inventory.awaitAnswer(http, inventoryUrl.resolve("/stock"));
    if (!opened) {
      return false;
    }
    Wait wait = orderUntil("closed", 1, 60);
    say(
        wait.reached()
            ? "the circuit breaker let two calls try (half-open) and closed after " + wait.time()
            : "the circuit breaker did not close within a minute");
    tell("orders of tea, as before", orders.place(10, "tea", 1));
    return wait.reached();
  }

  /** Lets customers order tea until a circuit breaker is in this state, or the time is over. */
  private Wait orderUntil(String state, int customers, int limitSeconds)
      throws InterruptedException {
    Orders.Answers all = new Orders.Answers();
    CountDownLatch enough = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < customers; i++) {
      Thread customer = new Thread(() -> orderUntil(enough, all), "customer");
      customer.setDaemon(true);
      customer.start();
      threads.add(customer);
    }
    boolean reached = console.hasBreaker(state);
    while (!reached && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(limitSeconds)) {
      TimeUnit.MILLISECONDS.sleep(50);
      reached = console.hasBreaker(state);
    }
    String time = seconds(began);
    enough.countDown();
    for (Thread customer : threads) {
      customer.join(1_000);
    }
    return new Wait(all, reached, time);
  }

  private void orderUntil(CountDownLatch enough, Orders.Answers all) {
    try {
      do {
        all.addAll(orders.place(1, "tea", 1));
      } while (!enough.await(100, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What customers got while they waited, whether the state was reached, and when. */
  private record Wait(Orders.Answers answers, boolean reached, String time) {}

  private void story(boolean guarded) throws InterruptedException {
    orders.place(1, "mug", 2);
    String order =
        console
            .trace("insert shipments")
            .orElseThrow(() -> new Failure("no trace of an order reached the console"));
    step("One order, from HTTP to HTTP to JDBC, and through Kafka to shipping");
    System.out.print(order);
    if (guarded) {
      step("One order that was refused");
      System.out.print(console.trace("circuit_open").orElse("none was traced\n"));
    }
    step("Rate, errors, durations");
    System.out.print(console.red());
    step("The circuit breaker's story");
    System.out.print(console.breakers());
  }

  private void keep() throws InterruptedException {
    step("Running until Ctrl-C");
    say("shop       " + orderUrl);
    say("console    " + consoleUrl + "  (try: curl " + consoleUrl + "traces)");
    say("logs       " + settings.logs());
    new CountDownLatch(1).await();
  }

  private Child child(String name, List<String> command) {
    synchronized (running) {
      if (closed) {
        throw new Failure("stopped");
      }
      Child child = Child.start(name, settings.logs(), command);
      running.push(child);
      return child;
    }
  }

  /** Stops all that runs, the last started first. The JVM does so whenever it ends. */
  private void stopAll() {
    synchronized (running) {
      closed = true;
      while (!running.isEmpty()) {
        try {
          running.pop().close();
        } catch (Exception e) {
          System.out.println("demo: " + e);
        }
      }
    }
  }

  private void step(String text) {
    String line = (settings.ascii() ? "== " : "▶ ") + text;
    System.out.println();
    System.out.println(settings.color() ? "\u001b[1m" + line + "\u001b[0m" : line);
  }

  private static void say(String text) {
    System.out.println("  " + text);
  }

  private static void tell(String what, Orders.Answers answers) {
    System.out.printf(
        Locale.ROOT,
        "  %3d %-40s %-20s %9s%n",
        answers.count(),
        what,
        answers.statuses(),
        answers.median());
  }

  private static String seconds(long since) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - since) / 1e9);
  }

  private static String port(URI url) {
    return Integer.toString(url.getPort());
  }

  /** On a port that was free a moment ago. */
  private static URI freeUrl() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return URI.create("http://localhost:" + socket.getLocalPort() + "/");
    } catch (IOException e) {
      throw new Failure("no free port: " + e.getMessage());
    }
  }
}
