// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The shop's start with an AOT cache (JEP 514), trained with the same agent. A variant for which no
 * cache can be made is left out, with a line that says so.
 */
final class AotPart implements Rounds.Measurement {
  static final String WALL = "AOT start wall ms";
  static final String CPU = "AOT start CPU s";

  /** What could not be trained or started, and why. */
  final List<String> notes = new ArrayList<>();

  private final Options options;
  private final int backendPort;
  private final Map<String, Path> caches = new HashMap<>();
  private final Path extracted;

  AotPart(Options options, int backendPort) {
    this.options = options;
    this.backendPort = backendPort;
    this.extracted = options.work.resolve("extracted");
  }

  /** Makes the caches, and returns the variants that have one. */
  List<Variant> train() throws Exception {
    extract();
    List<Variant> trained = new ArrayList<>();
    for (Variant variant : options.variants) {
      System.err.println("aot, training: " + variant.name());
      Path cache = options.work.resolve(variant.name() + ".aot");
      Files.deleteIfExists(cache);
      Path log = options.work.resolve("aot-training-" + variant.name() + ".log");
      int port = Shop.freePort();
      int exit;
      Child shop = Child.logging(command(variant, "-XX:AOTCacheOutput=" + cache, port), log);
      try (shop) {
        Shop.awaitFirstAnswer(shop, port);
        shop.process.destroy();
        exit = shop.waitFor(180);
      } catch (IOException e) {
        notes.add("No AOT cache with " + variant.name() + ": " + e.getMessage());
        continue;
      }
      if (Files.exists(cache) && Files.size(cache) > 0 && exit != 134) {
        caches.put(variant.name(), cache);
        trained.add(variant);
      } else {
        notes.add(
            "No AOT cache with "
                + variant.name()
                + ": the JVM that assembles it failed (exit "
                + exit
                + ").");
      }
    }
    return trained;
  }

  private void extract() throws Exception {
    if (Files.exists(extracted)) {
      try (Stream<Path> files = Files.walk(extracted)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Process process =
        new ProcessBuilder(
                java(),
                "-Djarmode=tools",
                "-jar",
                options.shop.toString(),
                "extract",
                "--destination",
                extracted.toString())
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("cannot extract " + options.shop);
    }
  }

  @Override
  public void measure(Variant variant, Samples samples) throws Exception {
    int port = Shop.freePort();
    Path log = options.work.resolve("aot-" + variant.name() + ".log");
    List<String> command = command(variant, "-XX:AOTCache=" + caches.get(variant.name()), port);
    long began = System.nanoTime();
    try (Child shop = Child.logging(command, log)) {
      Shop.awaitFirstAnswer(shop, port);
      samples.add(WALL, variant, (System.nanoTime() - began) / 1e6);
      samples.add(CPU, variant, shop.facts.cpuSeconds());
    } catch (IOException e) {
      // A cache that an agent has spoiled crashes the JVM: that is a result, too.
      String note = "From its AOT cache, " + variant.name() + " does not start: see " + log;
      if (!notes.contains(note)) {
        notes.add(note);
      }
    }
  }

  private String java() {
    return options.aotJava.resolve("bin/java").toString();
  }

  private List<String> command(Variant variant, String option, int port) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java(), option, "-Xms512m", "-Xmx512m"));
    command.addAll(variant.jvmArguments(backendPort));
    command.addAll(List.of("-jar", extracted.resolve(options.shop.getFileName()).toString()));
    command.addAll(Shop.arguments(options, port, backendPort));
    return command;
  }
}
