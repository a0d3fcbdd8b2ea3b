// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The shop under a closed loop of requests that make five spans each: the request, one HTTP call,
 * three queries.
 */
final class SteadyPart implements Rounds.Measurement {
  static final String CPU = "CPU µs/request";
  static final String CPU_WITHOUT_JIT = "CPU µs/request without JIT";
  static final String BYTES = "allocated B/request";
  static final String IDLE = "Java threads, idle";
  static final String SENDING = "Java threads, sending";
  static final String SPANS = "spans received/request";
  static final int SPANS_A_REQUEST = 5;

  private static final int CONNECTIONS = 8;
  private static final int ORDERS = 20;
  private static final int SETTLE_SECONDS = 3;

  /** The last spans wait for their batch to be full, or for its schedule: five seconds. */
  private static final int DRAIN_SECONDS = 6;

  /** The threads of each variant while it was sending: how many of each name. */
  final Map<String, Map<String, Integer>> threads = new LinkedHashMap<>();

  private final Options options;
  private final int backendPort;

  SteadyPart(Options options, int backendPort) {
    this.options = options;
    this.backendPort = backendPort;
  }

  @Override
  public void measure(Variant variant, Samples samples) throws Exception {
    int port = Shop.freePort();
    Path answers = options.work.resolve("probe-" + variant.name() + ".txt");
    Path log = options.work.resolve("steady-" + variant.name() + ".log");
    try (Child shop = Child.logging(shop(variant, port, answers), log)) {
      Shop.awaitFirstAnswer(shop, port);
      for (int i = 0; i < ORDERS; i++) {
        Shop.placeOrder(port);
      }
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      samples.add(IDLE, variant, ask(shop, answers).threads);
      try (Child load = Child.talking(load(port))) {
        load.readLine();
        underLoad(variant, samples, shop, load, answers);
      }
      samples.add("RSS MB after load", variant, shop.facts.residentMegabytes());
    }
  }

  private void underLoad(Variant variant, Samples samples, Child shop, Child load, Path answers)
      throws Exception {
    TimeUnit.SECONDS.sleep(DRAIN_SECONDS);
    String[] received = counts();
    Answer before = ask(shop, answers);
    double cpu = shop.facts.cpuSeconds();
    double jit = shop.facts.jitSeconds();
    load.writeLine();
    String[] result = load.readLine().split(" ");
    cpu = shop.facts.cpuSeconds() - cpu;
    jit = shop.facts.jitSeconds() - jit;
    Answer after = ask(shop, answers);
    if (!result[3].equals("0")) {
      throw new IOException(result[3] + " requests failed under " + variant.name());
    }
    double requests = options.requests;
    samples.add("requests/s", variant, requests / Double.parseDouble(result[0]));
    samples.add(CPU, variant, cpu * 1e6 / requests);
    samples.add(CPU_WITHOUT_JIT, variant, (cpu - jit) * 1e6 / requests);
    samples.add(BYTES, variant, (after.bytes - before.bytes) / requests);
    samples.add("p50 µs", variant, Double.parseDouble(result[1]));
    samples.add("p99 µs", variant, Double.parseDouble(result[2]));
    samples.add(SENDING, variant, after.threads);
    threads.put(variant.name(), after.names);
    TimeUnit.SECONDS.sleep(DRAIN_SECONDS);
    String[] now = counts();
    samples.add(SPANS, variant, difference(now, received, 2) / requests);
    samples.add("sent B/request", variant, difference(now, received, 1) / requests);
  }

  private static double difference(String[] now, String[] then, int field) {
    return Long.parseLong(now[field]) - Long.parseLong(then[field]);
  }

  private String[] counts() throws IOException {
    return Shop.get(backendPort, "/counts").split(" ");
  }

  private List<String> shop(Variant variant, int port, Path answers) {
    List<String> command = new ArrayList<>();
    if (options.pin) {
      // One CPU for the shop, the others for all else: the load must not take turns with it.
      command.addAll(List.of("taskset", "-c", "0"));
    }
    command.add(options.java.resolve("bin/java").toString());
    command.addAll(
        List.of(
            "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:-UseDynamicNumberOfCompilerThreads"));
    command.addAll(variant.jvmArguments(backendPort));
    command.addAll(
        List.of(
            "-cp",
            options.shop + ":" + options.classes,
            Probe.class.getName(),
            answers.toString(),
            "org.springframework.boot.loader.launch.JarLauncher"));
    command.addAll(Shop.arguments(port, backendPort));
    return command;
  }

  private List<String> load(int port) {
    List<String> command = new ArrayList<>();
    if (options.pin) {
      command.addAll(
          List.of("taskset", "-c", "1-" + (Runtime.getRuntime().availableProcessors() - 1)));
    }
    command.addAll(
        List.of(
            options.java.resolve("bin/java").toString(),
            "-cp",
            options.classes.toString(),
            Load.class.getName(),
            Integer.toString(port),
            "/goods/tea/sales",
            Integer.toString(CONNECTIONS),
            Integer.toString(options.warmup),
            Integer.toString(options.requests)));
    return command;
  }

  private static Answer ask(Child shop, Path answers) throws IOException, InterruptedException {
    Files.deleteIfExists(answers);
    shop.writeLine();
    for (int i = 0; i < 5_000; i++) {
      if (Files.exists(answers)) {
        return Answer.parse(Files.readString(answers));
      }
      shop.requireAlive();
      TimeUnit.MILLISECONDS.sleep(2);
    }
    throw new IOException("no answer from the probe");
  }

  private record Answer(long bytes, int threads, Map<String, Integer> names) {
    static Answer parse(String text) {
      String[] parts = text.split(" ", 3);
      Map<String, Integer> names = new TreeMap<>();
      for (String name : parts[2].split(",")) {
        names.merge(name.replaceAll("[0-9]+", "#"), 1, Integer::sum);
      }
      return new Answer(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), names);
    }
  }
}
