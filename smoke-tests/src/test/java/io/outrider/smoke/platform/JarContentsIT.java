// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.AgentJar;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The one artifact. */
final class JarContentsIT {
  @Test
  void itIsSmallEnough() throws IOException {
    assertThat(Files.size(AgentJar.path())).isLessThanOrEqualTo(9L * 1024 * 1024);
  }

  @Test
  void classPathScannersFindNoForeignClass() throws IOException {
    assertThat(names())
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("io/outrider/") || name.startsWith("java/lang/"));
    assertThat(names())
        .noneMatch(name -> name.startsWith("META-INF/services/"))
        .noneMatch(name -> name.startsWith("META-INF/versions/") && name.endsWith(".class"))
        .noneMatch(name -> name.startsWith("META-INF/maven/"));
  }

  @Test
  void itCarriesTheLicencesOfWhatIsInside() throws IOException {
    List<String> licences =
        names().stream()
            .filter(name -> name.toUpperCase(java.util.Locale.ROOT).contains("LICEN"))
            .toList();
    assertThat(licences).isNotEmpty();
    try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
      StringBuilder all = new StringBuilder();
      for (String name : licences) {
        ZipEntry entry = jar.getEntry(name);
        if (!entry.isDirectory()) {
          all.append(name)
              .append('\n')
              .append(new String(jar.getInputStream(entry).readAllBytes()));
        }
      }
      assertThat(all)
          .containsIgnoringCase("apache license")
          .containsIgnoringCase("opentelemetry")
          .containsIgnoringCase("byte buddy")
          .containsIgnoringCase("okhttp");
    }
  }

  @Test
  void theManifestNamesTheEntryPoints() throws IOException {
    try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      for (String key : List.of("Premain-Class", "Agent-Class", "Main-Class")) {
        assertThat(jar.getEntry(manifest.getValue(key).replace('.', '/') + ".class"))
            .as(key)
            .isNotNull();
      }
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
    }
  }

  private static List<String> names() throws IOException {
    try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }
}
