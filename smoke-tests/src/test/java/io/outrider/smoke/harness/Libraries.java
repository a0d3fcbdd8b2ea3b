// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Class paths for children. */
public final class Libraries {
  private static final Path TARGET = Path.of(System.getProperty("smoke.target", "target"));

  private Libraries() {}

  /** The JARs of a folder of libraries.xml, such as {@code h2-1.3}. */
  public static List<Path> of(String name) {
    Path folder = TARGET.resolve("libs").resolve(name).toAbsolutePath();
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("libraries.xml fetches no " + name, e);
    }
  }

  /** The drivers that a Java version can run. */
  public static List<Path> drivers(Jdk jdk) {
    List<Path> classes = new ArrayList<>();
    classes.add(TARGET.resolve("classes").toAbsolutePath());
    if (jdk.version() >= 11) {
      classes.add(target("drivers-java11"));
    }
    return classes;
  }

  /** A folder of classes below target. */
  public static Path target(String name) {
    return TARGET.resolve(name).toAbsolutePath();
  }

  /** Class paths, one after the other. */
  @SafeVarargs
  public static List<Path> join(List<Path>... parts) {
    List<Path> all = new ArrayList<>();
    for (List<Path> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
