// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The command line, and where everything that is measured lies. */
final class Options {
  private static final Set<String> PARTS = Set.of("hello", "start", "steady", "messages", "aot");

  final Path classes;
  final Path work;
  final Path shop;
  final Path shipping;
  final Path broker;
  final List<Variant> variants = new ArrayList<>();
  Path java = Path.of(System.getProperty("java.home"));
  Path aotJava;
  int rounds;

  /** Where the shop finds Kafka. */
  int brokerPort;

  int warmup = 30_000;
  int requests = 15_000;
  boolean quick;
  boolean pin = true;
  private Set<String> parts = PARTS;

  Options(Path root, List<String> arguments) throws IOException {
    Path target = root.resolve("smoke-tests/benchmark/target");
    classes = target.resolve("classes");
    work = Files.createDirectories(target.resolve("run"));
    Path examples = root.resolve("examples/shop");
    shop = jar(examples.resolve("order-service/target"), "order-service");
    shipping = jar(examples.resolve("shipping-service/target"), "shipping-service");
    broker = jar(examples.resolve("broker/target"), "shop-broker");
    List<Variant> also = new ArrayList<>();
    Set<String> agents = Set.of("outrider", "otel");
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      switch (name) {
        case "--quick" -> quick = true;
        case "--no-pin" -> pin = false;
        case "--rounds" -> rounds = number(arguments, ++i);
        case "--warmup" -> warmup = number(arguments, ++i);
        case "--requests" -> requests = number(arguments, ++i);
        case "--java" -> java = Path.of(value(arguments, ++i));
        case "--aot-java" -> aotJava = Path.of(value(arguments, ++i));
        case "--only" -> parts = Set.of(value(arguments, ++i).split(","));
        case "--agents" -> agents = Set.of(value(arguments, ++i).split(","));
        case "--also" -> {
          String[] agent = value(arguments, ++i).split("=", 2);
          if (agent.length < 2) {
            throw new IllegalArgumentException("--also needs NAME=JAR");
          }
          also.add(new Variant(agent[0], present(Path.of(agent[1]))));
        }
        default -> throw new IllegalArgumentException("unknown option " + name + ": see --help");
      }
    }
    if (!PARTS.containsAll(parts)) {
      throw new IllegalArgumentException("--only takes some of " + PARTS + ", not " + parts);
    }
    variants.add(new Variant(Variant.NONE, null));
    if (agents.contains("outrider")) {
      variants.add(new Variant("outrider", present(root.resolve("agent/target/outrider.jar"))));
    }
    if (agents.contains("otel")) {
      variants.add(new Variant("otel", present(target.resolve("opentelemetry-javaagent.jar"))));
    }
    variants.addAll(also);
    if (quick) {
      warmup = Math.min(warmup, 2_000);
      requests = Math.min(requests, 1_000);
    }
    if (aotJava == null) {
      aotJava = aotJava();
    }
  }

  boolean runs(String part) {
    return parts.contains(part);
  }

  int rounds(int usual) {
    return rounds > 0 ? rounds : quick ? 1 : usual;
  }

  private Path aotJava() throws IOException {
    if (major(java) >= 25) {
      return java;
    }
    Path all = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(all)) {
      try (DirectoryStream<Path> homes = Files.newDirectoryStream(all)) {
        for (Path home : homes) {
          if (major(home) >= 25) {
            return home;
          }
        }
      }
    }
    return null;
  }

  /** 0 when this is no JDK. */
  static int major(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    for (String line : Files.readAllLines(release)) {
      if (line.startsWith("JAVA_VERSION=\"")) {
        String version = line.substring(14).replaceFirst("[^0-9].*", "");
        return Integer.parseInt(version);
      }
    }
    return 0;
  }

  private static Path jar(Path target, String name) throws IOException {
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, name + "-*.jar")) {
        for (Path jar : jars) {
          return jar;
        }
      }
    }
    throw new IllegalArgumentException("missing: " + name + " in " + target);
  }

  private static Path present(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException("missing: " + jar);
    }
    return jar.toAbsolutePath();
  }

  private static int number(List<String> arguments, int i) {
    return Integer.parseInt(value(arguments, i));
  }

  private static String value(List<String> arguments, int i) {
    if (i == arguments.size()) {
      throw new IllegalArgumentException(arguments.get(i - 1) + " needs a value");
    }
    return arguments.get(i);
  }
}
