// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** The JAR under test. */
public final class AgentJar {
  private AgentJar() {}

  public static Path path() {
    Path jar = Path.of(System.getProperty("smoke.jar")).toAbsolutePath().normalize();
    if (!Files.isRegularFile(jar)) {
      throw new AssertionError(
          jar + " is not there: build the agent first (mvn verify from the root does)");
    }
    return jar;
  }
}
