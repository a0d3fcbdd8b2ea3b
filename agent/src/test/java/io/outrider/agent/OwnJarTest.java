// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnJarTest {
  @Test
  void isFoundWhateverItsFolderIsCalled(@TempDir Path folder) throws Exception {
    Path strange = Files.createDirectories(folder.resolve("a b+c%20d#ü"));
    File jar = Files.createFile(strange.resolve("out rider.jar")).toFile();
    assertThat(OwnJar.file(jar.toURI())).isEqualTo(jar).exists();
  }

  @Test
  void mayBeOnAnotherMachine() {
    assertThat(OwnJar.file(URI.create("file://server/share/out%20rider.jar")))
        .isEqualTo(new File("//server/share/out rider.jar"));
  }
}
