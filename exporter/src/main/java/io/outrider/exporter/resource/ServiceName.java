// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import java.io.File;

/**
 * Finds a name for the service where none is configured: Spring's, else the JAR's, else the main
 * class's.
 */
final class ServiceName {

  static final String UNKNOWN = "unknown_service:java";

  private ServiceName() {}

  static String of(Machine machine) {
    CommandLine command = CommandLine.of(machine);
    String name = SpringName.of(machine, command);
    if (name != null) {
      return name;
    }
    if (command.jar != null) {
      name = ofJar(command.jar);
    } else if (command.mainClass != null) {
      name = ofClass(machine, command.mainClass);
    }
    return name == null || name.isEmpty() ? UNKNOWN : name;
  }

  /** Returns the file's name without extension and version: shop for shop-1.2.0-SNAPSHOT.jar. */
  static String ofJar(File jar) {
    String name = jar.getName();
    name = name.substring(0, name.lastIndexOf('.'));
    for (int dash = name.indexOf('-'); dash > 0; dash = name.indexOf('-', dash + 1)) {
      if (isVersion(name, dash + 1)) {
        return name.substring(0, dash);
      }
    }
    return name;
  }

  /** A version is a number with a dot in it, or a number that ends the name. */
  private static boolean isVersion(String name, int from) {
    int at = from;
    if (at < name.length() && (name.charAt(at) == 'v' || name.charAt(at) == 'V')) {
      at++;
    }
    int digits = at;
    while (digits < name.length() && Character.isDigit(name.charAt(digits))) {
      digits++;
    }
    if (digits == at) {
      return false;
    }
    return digits == name.length()
        || (name.charAt(digits) == '.'
            && digits + 1 < name.length()
            && Character.isDigit(name.charAt(digits + 1)))
        || name.startsWith("-SNAPSHOT", digits);
  }

  private static String ofClass(Machine machine, String mainClass) {
    if (mainClass.startsWith("org.springframework.boot.loader.")) {
      // An unpacked Spring Boot application: its manifest knows the class that matters.
      String started = startClass(machine);
      if (started == null) {
        return null;
      }
      mainClass = started;
    }
    return mainClass.substring(
        Math.max(mainClass.lastIndexOf('.'), mainClass.lastIndexOf('$')) + 1);
  }

  private static String startClass(Machine machine) {
    String manifest = Machine.text(machine.file("META-INF/MANIFEST.MF"));
    if (manifest == null) {
      return null;
    }
    for (String line : manifest.split("\r?\n")) {
      if (line.startsWith("Start-Class:")) {
        return line.substring("Start-Class:".length()).trim();
      }
    }
    return null;
  }
}
