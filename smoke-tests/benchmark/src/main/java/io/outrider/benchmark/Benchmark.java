// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Measures the agents side by side; see README.md. */
public final class Benchmark {
  private static final double BYTES_LIMIT = 1.12;
  private static final String OURS = "outrider";

  private final Options options;
  private final Report report;
  private final Samples[] parts = new Samples[5];

  private Benchmark(Options options) {
    this.options = options;
    this.report = new Report(options);
  }

  /**
   * @param args the folder of the sources, and the options of run.sh
   */
  public static void main(String[] args) throws Exception {
    try {
      List<String> rest = Arrays.asList(args).subList(1, args.length);
      new Benchmark(new Options(Path.of(args[0]).toAbsolutePath(), rest)).run();
    } catch (IllegalArgumentException e) {
      System.err.println("benchmark: " + e.getMessage());
      System.exit(2);
    }
  }

  private void run() throws Exception {
    double load = loadAverage();
    report.say("JDK %s; load average at the start %.2f", release(options.java), load);
    if (load > 1) {
      report.say("WARNING: this machine is busy. CPU and bytes are usable, times are not.");
    }
    List<String> backend =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // Else every answer waits for the client's delayed acknowledgement.
            "-Dsun.net.httpserver.nodelay=true",
            "-cp",
            options.classes.toString(),
            Backend.class.getName());
    try (Child child = Child.talking(pinned(backend));
        Child broker = broker()) {
      measure(Integer.parseInt(child.readLine()));
      broker.requireAlive();
    }
    report.jars();
    targets();
    report.say("");
    report.say("Load average at the end %.2f", loadAverage());
  }

  /** One for all that is measured. */
  private Child broker() throws IOException {
    options.brokerPort = Shop.freePort();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-jar",
            options.broker.toString(),
            Files.createTempDirectory(options.work, "kafka").toString(),
            Integer.toString(options.brokerPort),
            Integer.toString(Shop.freePort()));
    return Child.logging(pinned(command), options.work.resolve("broker.log"));
  }

  private List<String> pinned(List<String> command) {
    if (!options.pin || Runtime.getRuntime().availableProcessors() < 2) {
      options.pin = false;
      return command;
    }
    List<String> all = new java.util.ArrayList<>();
    all.addAll(List.of("taskset", "-c", "1-" + (Runtime.getRuntime().availableProcessors() - 1)));
    all.addAll(command);
    return all;
  }

  private void measure(int port) throws Exception {
    List<Variant> variants = options.variants;
    if (options.runs("hello")) {
      HelloPart part = new HelloPart(options, port);
      parts[0] = Rounds.run("hello", options.rounds(10), variants, part);
      report.table("Hello, world", parts[0], variants);
    }
    if (options.runs("start")) {
      StartPart part = new StartPart(options, port);
      parts[1] = Rounds.run("start", options.rounds(5), variants, part);
      report.table("The shop's start", parts[1], variants);
    }
    if (options.runs("steady")) {
      SteadyPart part = new SteadyPart(options, port, Scenario.SALES);
      parts[2] = Rounds.run("steady", options.rounds(3), variants, part);
      report.table("The shop under load, 5 spans a request", parts[2], variants);
      report.threads(part.threads);
      report.budget(parts[2], BYTES_LIMIT);
    }
    if (options.runs("messages")) {
      SteadyPart part = new SteadyPart(options, port, Scenario.ORDERS);
      parts[4] = Rounds.run("messages", options.rounds(3), variants, part);
      report.table(
          "Orders that go through Kafka to shipping, both services, 7 spans an order",
          parts[4],
          variants);
    }
    if (options.runs("aot") && options.aotJava == null) {
      report.say("");
      report.say("No JDK 25 or newer, so nothing with an AOT cache: name one with --aot-java");
    } else if (options.runs("aot")) {
      AotPart part = new AotPart(options, port);
      List<Variant> trained = part.train();
      parts[3] = Rounds.run("aot", options.rounds(5), trained, part);
      String title = "The shop's start with an AOT cache, JDK " + release(options.aotJava);
      report.table(title, parts[3], trained);
      report.say("");
      part.notes.forEach(note -> report.say("%s", note));
    }
  }

  private void targets() {
    report.say("");
    report.say("What %s is to reach:", OURS);
    if (parts[0] != null) {
      report.target("hello, CPU added", parts[0].added(HelloPart.CPU, OURS), " ms", 120);
    }
    if (parts[1] != null) {
      report.target("start, CPU", parts[1].ratio(StartPart.CPU, OURS), "x", 1.20);
      report.target("start, wall", parts[1].ratio(StartPart.WALL, OURS), "x", 1.15);
    }
    if (parts[2] != null) {
      Samples steady = parts[2];
      report.target(
          "CPU per request without JIT", steady.ratio(SteadyPart.CPU_WITHOUT_JIT, OURS), "x", 1.10);
      report.target("bytes per request", steady.ratio(SteadyPart.BYTES, OURS), "x", BYTES_LIMIT);
      report.target("threads added, idle", steady.added(SteadyPart.IDLE, OURS), "", 4);
      report.target("threads added, sending", steady.added(SteadyPart.SENDING, OURS), "", 8);
      report.target(
          "spans lost per request",
          SteadyPart.SPANS_A_REQUEST - steady.median(SteadyPart.SPANS, OURS),
          "",
          0.05);
    }
    if (parts[4] != null) {
      report.target(
          "spans lost per order",
          Scenario.ORDERS.spans() - parts[4].median(SteadyPart.SPANS, OURS),
          "",
          0.05);
    }
    if (parts[3] != null) {
      report.target("start with an AOT cache, wall", parts[3].ratio(AotPart.WALL, OURS), "x", 1.15);
      report.target("start with an AOT cache, CPU", parts[3].ratio(AotPart.CPU, OURS), "x", 1.15);
    }
  }

  private static double loadAverage() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
  }

  private static String release(Path home) throws IOException {
    for (String line : Files.readAllLines(home.resolve("release"))) {
      if (line.startsWith("JAVA_VERSION=")) {
        return line.substring(13).replace("\"", "");
      }
    }
    return home.toString();
  }
}
