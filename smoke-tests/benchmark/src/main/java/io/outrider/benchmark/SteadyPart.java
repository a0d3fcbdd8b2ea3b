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
 * The shop under a closed loop of requests: what each costs in all the JVMs that it goes through.
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
  private final Scenario scenario;

  SteadyPart(Options options, int backendPort, Scenario scenario) {
    this.options = options;
    this.backendPort = backendPort;
    this.scenario = scenario;
  }

  @Override
  public void measure(Variant variant, Samples samples) throws Exception {
    int port = Shop.freePort();
    List<Jvm> jvms = new ArrayList<>();
    try {
      jvms.add(start("order", options.shop, variant, Shop.arguments(options, port, backendPort)));
      Shop.awaitFirstAnswer(jvms.get(0).child, port);
      if (scenario.shipping()) {
        int shippingPort = Shop.freePort();
        List<String> arguments = Shop.shippingArguments(options, shippingPort);
        jvms.add(start("shipping", options.shipping, variant, arguments));
        Shop.awaitFirstAnswer(jvms.get(1).child, shippingPort, "/shipments");
      }
      for (int i = 0; i < ORDERS; i++) {
        Shop.placeOrder(port);
      }
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      samples.add(IDLE, variant, Usage.of(jvms).threads);
      try (Child load = Child.talking(load(port))) {
        load.readLine();
        underLoad(variant, samples, jvms, load);
      }
      double resident = 0;
      for (Jvm jvm : jvms) {
        resident += jvm.child.facts.residentMegabytes();
      }
      samples.add("RSS MB after load", variant, resident);
    } finally {
      jvms.forEach(jvm -> jvm.child.close());
    }
  }

  private void underLoad(Variant variant, Samples samples, List<Jvm> jvms, Child load)
      throws Exception {
    TimeUnit.SECONDS.sleep(DRAIN_SECONDS);
    String[] received = counts();
    Usage before = Usage.of(jvms);
    load.writeLine();
    String[] result = load.readLine().split(" ");
    if (scenario.shipping()) {
      // What was ordered last is still on its way.
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    }
    Usage after = Usage.of(jvms);
    if (!result[3].equals("0")) {
      throw new IOException(result[3] + " requests failed under " + variant.name());
    }
    double requests = options.requests;
    double cpu = after.cpu - before.cpu;
    samples.add("requests/s", variant, requests / Double.parseDouble(result[0]));
    samples.add(CPU, variant, cpu * 1e6 / requests);
    samples.add(CPU_WITHOUT_JIT, variant, (cpu - after.jit + before.jit) * 1e6 / requests);
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

  private Jvm start(String service, Path jar, Variant variant, List<String> arguments)
      throws IOException {
    String name = scenario.name() + "-" + service + "-" + variant.name();
    Path answers = options.work.resolve("probe-" + name + ".txt");
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
            jar + ":" + options.classes,
            Probe.class.getName(),
            answers.toString(),
            "org.springframework.boot.loader.launch.JarLauncher"));
    command.addAll(arguments);
    return new Jvm(Child.logging(command, options.work.resolve(name + ".log")), answers);
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
            scenario.request(),
            Integer.toString(CONNECTIONS),
            Integer.toString(options.warmup),
            Integer.toString(options.requests)));
    return command;
  }

  /** A service, and where its probe answers. */
  private record Jvm(Child child, Path answers) {
    String[] ask() throws IOException, InterruptedException {
      Files.deleteIfExists(answers);
      child.writeLine();
      for (int i = 0; i < 5_000; i++) {
        if (Files.exists(answers)) {
          return Files.readString(answers).split(" ", 3);
        }
        child.requireAlive();
        TimeUnit.MILLISECONDS.sleep(2);
      }
      throw new IOException("no answer from the probe");
    }
  }

  /** What some JVMs have used so far, together. */
  private static final class Usage {
    private final Map<String, Integer> names = new TreeMap<>();
    private long bytes;
    private int threads;
    private double cpu;
    private double jit;

    static Usage of(List<Jvm> jvms) throws IOException, InterruptedException {
      Usage usage = new Usage();
      for (Jvm jvm : jvms) {
        String[] answer = jvm.ask();
        usage.bytes += Long.parseLong(answer[0]);
        usage.threads += Integer.parseInt(answer[1]);
        for (String name : answer[2].split(",")) {
          usage.names.merge(name.replaceAll("[0-9]+", "#"), 1, Integer::sum);
        }
        usage.cpu += jvm.child.facts.cpuSeconds();
        usage.jit += jvm.child.facts.jitSeconds();
      }
      return usage;
    }
  }
}
