// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds {@code spring.application.name} before Spring runs.
 *
 * <p>Files are read as files and JAR entries as ZIP entries: asking a class loader would load
 * classes and might run the application's code.
 */
final class SpringName {

  private static final String KEY = "spring.application.name";
  private static final String[] BESIDE = {"config/", ""};
  private static final String[] INSIDE = {
    "BOOT-INF/classes/config/", "BOOT-INF/classes/", "WEB-INF/classes/", "config/", ""
  };
  private static final String[] FILES = {
    "application.properties",
    "application.yml",
    "application.yaml",
    "bootstrap.properties",
    "bootstrap.yml",
    "bootstrap.yaml"
  };
  private static final int MAX_DIRECTORIES = 8;

  private final Machine machine;

  private SpringName(Machine machine) {
    this.machine = machine;
  }

  /** Returns the name, or null. */
  static String of(Machine machine, CommandLine command) {
    String name = command.option(KEY);
    if (name == null) {
      name = machine.property(KEY);
    }
    if (name == null) {
      name = machine.environment("SPRING_APPLICATION_NAME");
    }
    return name == null ? new SpringName(machine).ofFiles(command) : name;
  }

  private String ofFiles(CommandLine command) {
    String name = ofDirectory(machine.file("."), BESIDE);
    if (name == null && command.jar != null && command.jar.isFile()) {
      File parent = command.jar.getParentFile();
      name = parent == null ? null : ofDirectory(parent, BESIDE);
      if (name == null) {
        name = ofJar(command.jar);
      }
    }
    if (name == null && command.jar == null) {
      name = ofClassPath();
    }
    return name;
  }

  private String ofClassPath() {
    String path = machine.property("java.class.path", "");
    int directories = 0;
    for (String entry : path.split(File.pathSeparator)) {
      File directory = machine.file(entry);
      if (!entry.isEmpty() && directory.isDirectory() && directories++ < MAX_DIRECTORIES) {
        String name = ofDirectory(directory, INSIDE);
        if (name != null) {
          return name;
        }
      }
    }
    return null;
  }

  private String ofDirectory(File directory, String[] folders) {
    for (String folder : folders) {
      for (String file : FILES) {
        String text = Machine.text(new File(directory, folder + file));
        String name = text == null ? null : ofText(file, text);
        if (name != null) {
          return name;
        }
      }
    }
    return null;
  }

  private String ofJar(File jar) {
    try (ZipFile zip = new ZipFile(jar)) {
      for (String folder : INSIDE) {
        for (String file : FILES) {
          ZipEntry entry = zip.getEntry(folder + file);
          if (entry == null) {
            continue;
          }
          try (InputStream in = zip.getInputStream(entry)) {
            String name = ofText(file, Machine.text(in));
            if (name != null) {
              return name;
            }
          }
        }
      }
    } catch (IOException e) {
      return null;
    }
    return null;
  }

  private String ofText(String file, String text) {
    String value = file.endsWith(".properties") ? ofProperties(text) : SmallYaml.value(text, KEY);
    return value == null ? null : resolved(value.trim());
  }

  private static String ofProperties(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
    return properties.getProperty(KEY);
  }

  /** Resolves one {@code ${NAME:default}}; a value that stays open, or a build's, is no name. */
  private String resolved(String value) {
    if (value.startsWith("${") && value.endsWith("}")) {
      String inside = value.substring(2, value.length() - 1);
      int colon = inside.indexOf(':');
      String name = colon < 0 ? inside : inside.substring(0, colon);
      String found = machine.property(name);
      if (found == null) {
        found = machine.environment(name);
      }
      value = found == null && colon >= 0 ? inside.substring(colon + 1).trim() : found;
    }
    if (value == null || value.isEmpty() || value.contains("${") || value.startsWith("@")) {
      return null;
    }
    return value;
  }
}
