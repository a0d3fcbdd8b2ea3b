// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Surroundings made of files in a folder; the application's working directory is {@code app}. */
final class FakeMachine {

  private final Path root;
  private final Map<String, String> environment = new HashMap<>();
  private final Properties properties = new Properties();

  FakeMachine(Path root) {
    this.root = root;
    try {
      Files.createDirectories(root.resolve("app"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path root() {
    return root;
  }

  FakeMachine file(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FakeMachine environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  FakeMachine property(String name, String value) {
    properties.setProperty(name, value);
    return this;
  }

  FakeMachine started(String command) {
    return property("sun.java.command", command);
  }

  Machine build() {
    return new Machine(root.toFile(), root.resolve("app").toFile(), environment, properties);
  }
}
