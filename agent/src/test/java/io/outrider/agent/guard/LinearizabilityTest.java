// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every result that threads get at once from a window, a breaker, its probes, a rate limit, a
 * bulkhead or a retry budget is one they could have got in turn. Lincheck makes the scenarios. It
 * changes classes as they are loaded, the JDK's too, so it has a JVM of its own.
 */
class LinearizabilityTest {
  private static final int SECONDS = 300;

  @TempDir private Path folder;

  @Test
  @Timeout(SECONDS + 10)
  void resultsOnThreadsAreThoseOfSomeOrder() throws Exception {
    Path output = folder.resolve("output");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LinearizabilityChecks.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = jvm.waitFor(SECONDS, TimeUnit.SECONDS);
      assertThat(ended && jvm.exitValue() == 0).as(Files.readString(output)).isTrue();
    } finally {
      jvm.destroyForcibly();
    }
  }
}
