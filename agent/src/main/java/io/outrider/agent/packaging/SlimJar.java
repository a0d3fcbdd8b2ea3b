// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Unpacks an archive of class files without those that nothing of ours can reach, and without the
 * parts of class files that no JVM reads. Run by the build, no part of the JAR.
 *
 * <p>Arguments: the archive, the folder to unpack it to, and prefixes of classes to leave out.
 */
public final class SlimJar {
  private static final String CLASS = ".class";
  private static final String SERVICES = "META-INF/services/";

  private final Map<String, byte[]> classes = new TreeMap<>();
  private final Map<String, byte[]> resources = new TreeMap<>();

  private SlimJar() {}

  public static void main(String[] args) throws IOException {
    SlimJar jar = new SlimJar();
    List<String> without = new ArrayList<>();
    for (int i = 2; i < args.length; i++) {
      without.add(args[i]);
    }
    jar.read(Paths.get(args[0]), without);
    jar.write(Paths.get(args[1]));
  }

  private void read(Path archive, List<String> without) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        String name = entry.getName();
        if (entry.isDirectory() || startsWithOneOf(name, without)) {
          continue;
        }
        byte[] content = content(zip, entry);
        if (name.endsWith(CLASS)) {
          classes.put(name.substring(0, name.length() - CLASS.length()), content);
        } else {
          resources.put(name, content);
        }
      }
    }
  }

  private void write(Path folder) throws IOException {
    Reach reach = new Reach(classes);
    for (Map.Entry<String, byte[]> resource : resources.entrySet()) {
      if (resource.getKey().startsWith(SERVICES)) {
        reach.service(resource.getKey().substring(SERVICES.length()), resource.getValue());
      }
    }
    Set<String> reached = reach.from("io/outrider/", "java/");
    Set<String> missing = new TreeSet<>(classes.keySet());
    missing.removeAll(reached);
    for (String name : reached) {
      write(folder.resolve(name + CLASS), Stripping.strip(classes.get(name), missing));
    }
    for (Map.Entry<String, byte[]> resource : resources.entrySet()) {
      String name = resource.getKey();
      if (!name.startsWith(SERVICES)
          || reached.contains(name.substring(SERVICES.length()).replace('.', '/'))) {
        write(folder.resolve(name), resource.getValue());
      }
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static boolean startsWithOneOf(String name, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] content(ZipFile zip, ZipEntry entry) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] buffer = new byte[8192];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        content.write(buffer, 0, count);
      }
    }
    return content.toByteArray();
  }
}
