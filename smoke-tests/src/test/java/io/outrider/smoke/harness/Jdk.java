// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A Java to start children with. It is found by the property {@code smoke.jdk.VERSION}, or else in
 * the folders where systems keep theirs.
 */
public record Jdk(int version, Path home) {
  private static final List<Path> USUAL =
      List.of(
          Path.of("/usr/lib/jvm"),
          Path.of("/opt/java"),
          Path.of("/opt/jdks"),
          Path.of("/Library/Java/JavaVirtualMachines"),
          Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"),
          Path.of(System.getProperty("user.home"), ".jdks"));

  /** The Java that runs the tests. */
  public static Jdk ours() {
    return new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
  }

  /** Skips the test, and says so, where there is none of that version. */
  public static Jdk require(int version) {
    Optional<Jdk> found = find(version);
    if (found.isEmpty()) {
      Skip.because("there is no Java " + version + "; name one with -Dsmoke.jdk." + version);
    }
    return found.orElseThrow();
  }

  /** Skips the test unless this is a JDK with that tool. */
  public Jdk withTool(String tool) {
    Assumptions.assumeTrue(Files.isExecutable(tool(tool)), () -> home + " has no " + tool);
    return this;
  }

  public static Optional<Jdk> find(int version) {
    String named = System.getProperty("smoke.jdk." + version, "");
    if (!named.isEmpty()) {
      return Optional.of(new Jdk(version, Path.of(named)));
    }
    if (ours().version == version) {
      return Optional.of(ours());
    }
    Set<Path> homes = new TreeSet<>();
    for (Path folder : USUAL) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> entries = Files.list(folder)) {
          entries.flatMap(p -> Stream.of(p, p.resolve("Contents/Home"))).forEach(homes::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    List<Jdk> found = new ArrayList<>();
    for (Path home : homes) {
      if (Files.isExecutable(home.resolve("bin/java")) && versionOf(home) == version) {
        found.add(new Jdk(version, home));
      }
    }
    // One with a compiler is of more use.
    return found.stream()
        .filter(jdk -> Files.isExecutable(jdk.tool("javac")))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  public Path tool(String name) {
    return home.resolve("bin").resolve(name);
  }

  @Override
  public String toString() {
    return "Java " + version;
  }

  /** 0 when it cannot be told. */
  private static int versionOf(Path home) {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    try (BufferedReader lines = Files.newBufferedReader(release)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("JAVA_VERSION=")) {
          String version = line.substring(13).replace("\"", "");
          version = version.startsWith("1.") ? version.substring(2) : version;
          return Integer.parseInt(version.split("\\D", 2)[0]);
        }
      }
      return 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
