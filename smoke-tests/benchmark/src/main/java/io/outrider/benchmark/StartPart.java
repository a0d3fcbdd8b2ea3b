// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The shop from the start of its process to its first answer, and a few quiet seconds more. */
final class StartPart implements Rounds.Measurement {
  static final String WALL = "start wall ms";
  static final String CPU = "start CPU s";
  static final String SETTLED = "CPU s, 5 s later";
  static final String CLASSES = "classes loaded";
  static final String RSS = "RSS MB";
  private static final int SETTLE_SECONDS = 5;

  private final Options options;
  private final int backendPort;

  StartPart(Options options, int backendPort) {
    this.options = options;
    this.backendPort = backendPort;
  }

  @Override
  public void measure(Variant variant, Samples samples) throws Exception {
    int port = Shop.freePort();
    List<String> command = new ArrayList<>();
    command.add(options.java.resolve("bin/java").toString());
    command.addAll(List.of("-Xms512m", "-Xmx512m"));
    command.addAll(variant.jvmArguments(backendPort));
    command.addAll(List.of("-jar", options.shop.toString()));
    command.addAll(Shop.arguments(options, port, backendPort));
    long began = System.nanoTime();
    try (Child shop =
        Child.logging(command, options.work.resolve("start-" + variant.name() + ".log"))) {
      Shop.awaitFirstAnswer(shop, port);
      samples.add(WALL, variant, (System.nanoTime() - began) / 1e6);
      samples.add(CPU, variant, shop.facts.cpuSeconds());
      // What an agent puts off is work as well.
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      samples.add(SETTLED, variant, shop.facts.cpuSeconds());
      samples.add(RSS, variant, shop.facts.residentMegabytes());
      samples.add(CLASSES, variant, classes(shop));
    }
  }

  private long classes(Child shop) throws IOException {
    long loaded = 0;
    Process counters =
        new ProcessBuilder(
                options.java.resolve("bin/jcmd").toString(),
                Long.toString(shop.process.pid()),
                "PerfCounter.print")
            .start();
    for (String line : new String(counters.getInputStream().readAllBytes()).split("\n")) {
      if (line.startsWith("java.cls.loadedClasses=")
          || line.startsWith("java.cls.sharedLoadedClasses=")) {
        loaded += Long.parseLong(line.substring(line.indexOf('=') + 1).trim());
      }
    }
    return loaded;
  }
}
