// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.platform;

import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The small applications of {@code io.outrider.smoke.app}, as class names and as JARs. */
final class App {
  static final String HELLO = "io.outrider.smoke.app.Hello";
  static final String ONE_CALL = "io.outrider.smoke.app.OneCall";
  static final String ONE_QUERY = "io.outrider.smoke.app.OneQuery";

  private App() {}

  /** A child of that Java with the applications on its class path. */
  static AgentProcess.Builder on(Jdk jdk) {
    return AgentProcess.with(jdk).classPath(Libraries.drivers(jdk));
  }

  /** All drivers in one JAR: archives of classes take no folders. */
  static Path jar(Path folder) {
    return jar(folder.resolve("app.jar"), new Manifest());
  }

  /** An agent JAR whose premain does nothing. */
  static Path emptyAgent(Path folder) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(new Attributes.Name("Premain-Class"), "io.outrider.smoke.app.EmptyAgent");
    return jar(folder.resolve("empty-agent.jar"), manifest);
  }

  private static Path jar(Path jar, Manifest manifest) {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    Path classes = Libraries.target("classes");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }

  /** Without the line that the JVM itself prints about JAVA_TOOL_OPTIONS. */
  static List<String> withoutPickedUp(List<String> stderr) {
    return stderr.stream().filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS")).toList();
  }
}
