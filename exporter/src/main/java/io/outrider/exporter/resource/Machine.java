// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/**
 * What can be asked of the surroundings: environment, system properties, files.
 *
 * <p>Nothing here blocks on the network or starts a subsystem of the JVM. What cannot be read is
 * absent.
 */
final class Machine {

  private static final int MAX_BYTES = 256 * 1024;

  private final File root;
  private final File workingDirectory;
  private final Map<String, String> environment;
  private final Properties properties;

  /**
   * Creates a view.
   *
   * @param root what absolute paths of the operating system start from
   * @param workingDirectory what relative paths of the application start from
   */
  Machine(
      File root, File workingDirectory, Map<String, String> environment, Properties properties) {
    this.root = root;
    this.workingDirectory = workingDirectory;
    this.environment = environment;
    this.properties = properties;
  }

  static Machine real() {
    return new Machine(
        new File("/"), new File("").getAbsoluteFile(), System.getenv(), System.getProperties());
  }

  /** Returns the variable's value, or null when it is absent or blank. */
  String environment(String name) {
    return present(environment.get(name));
  }

  /** Returns the property's value, or null when it is absent or blank. */
  String property(String name) {
    return present(properties.getProperty(name));
  }

  String property(String name, String fallback) {
    String value = property(name);
    return value == null ? fallback : value;
  }

  /** Returns a file of the operating system as text, or null; at most 256 KiB of it. */
  String text(String absolutePath) {
    return text(new File(root, absolutePath));
  }

  /** Returns the first line of a file of the operating system, or null. */
  String line(String absolutePath) {
    String text = text(absolutePath);
    if (text == null) {
      return null;
    }
    int end = text.indexOf('\n');
    return present(end < 0 ? text : text.substring(0, end));
  }

  /** Returns where a symbolic link of the operating system leads, or null. */
  File target(String absolutePath) {
    File link = new File(root, absolutePath);
    try {
      File target = link.getCanonicalFile();
      return target.equals(link.getAbsoluteFile()) ? null : target;
    } catch (IOException e) {
      return null;
    }
  }

  /** Returns a file named by the application, relative to its working directory. */
  File file(String path) {
    File file = new File(path);
    return file.isAbsolute() ? file : new File(workingDirectory, path);
  }

  static String text(File file) {
    // A fifo or a device would block or never end; those of /proc count as ordinary.
    if (!file.isFile()) {
      return null;
    }
    try (InputStream in = new FileInputStream(file)) {
      return text(in);
    } catch (IOException e) {
      return null;
    }
  }

  static String text(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n > 0 && bytes.size() < MAX_BYTES; n = in.read(buffer)) {
      bytes.write(buffer, 0, n);
    }
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }

  private static String present(String value) {
    if (value == null) {
      return null;
    }
    value = value.trim();
    return value.isEmpty() ? null : value;
  }
}
