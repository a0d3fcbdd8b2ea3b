// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.agent.log.jul.Level;
import io.outrider.agent.log.jul.Logger;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentLogTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void redirect() {
    AgentLog.redirect("warn", written);
  }

  @AfterEach
  void restore() {
    AgentLog.redirect("warn", new FileOutputStream(FileDescriptor.err));
  }

  @Test
  void writesFromWarnUpWithAPrefix() {
    AgentLog.error("a", "broken");
    AgentLog.warn("b", "careful");
    AgentLog.info("c", "hello");
    AgentLog.debug("d", "detail");
    assertThat(lines()).containsExactly("[outrider] ERROR broken", "[outrider] WARN careful");
    assertThat(AgentLog.isDebug()).isFalse();
  }

  @Test
  void writesNothingWhenOff() {
    AgentLog.configure("off", null);
    AgentLog.error("a", "broken");
    assertThat(written.size()).isZero();
  }

  @Test
  void keepsItsLevelWhenGivenAnUnknownOne() {
    AgentLog.configure("loud", null);
    AgentLog.warn("a", "careful");
    AgentLog.info("b", "hello");
    assertThat(lines()).containsExactly("[outrider] WARN careful");
  }

  @Test
  void holdsBackWhatRepeats() {
    for (int i = 0; i < 10; i++) {
      AgentLog.warn("same", "again");
    }
    assertThat(lines()).hasSize(1);
  }

  @Test
  void prefixesEachLineAndObeysNoEscapeSequence() {
    AgentLog.warn("a", "first\r\nsecond\u001b[31m\u2028third");
    assertThat(lines())
        .containsExactly("[outrider] WARN first", "[outrider] WARN   second?[31m?third");
  }

  @Test
  void cutsAnEndlessMessage() {
    AgentLog.warn("a", "x".repeat(100_000));
    assertThat(written.size()).isLessThan(10_000);
    assertThat(lines().get(0)).endsWith("...");
  }

  @Test
  void namesCausesAlwaysAndFramesOnlyInDebug() {
    Exception thrown = new IllegalStateException("outer", new IOException("inner"));
    AgentLog.warn("a", "failed", thrown);
    assertThat(lines())
        .containsExactly(
            "[outrider] WARN failed: java.lang.IllegalStateException: outer",
            "[outrider] WARN   caused by java.io.IOException: inner");
    AgentLog.configure("debug", null);
    AgentLog.warn("b", "failed", thrown);
    assertThat(lines()).anyMatch(line -> line.startsWith("[outrider] WARN     at "));
  }

  @Test
  void survivesAnExceptionThatThrowsWhenRead() {
    AgentLog.warn("a", "failed", new UnreadableException());
    assertThat(lines())
        .containsExactly("[outrider] WARN failed: " + UnreadableException.class.getName());
  }

  @Test
  void survivesAStreamThatThrows() {
    AgentLog.redirect("warn", new ClosedStream());
    AgentLog.warn("a", "nobody hears this");
    AgentLog.warn("b", null, null);
  }

  @Test
  void appendsToAFileAndMakesItsFolder(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new/agent.log");
    Files.createDirectory(folder.resolve("new"));
    Files.writeString(file, "before\n");
    AgentLog.configure("info", file.toString());
    AgentLog.info("a", "grüße");
    assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("before");
    assertThat(Files.readAllLines(file).get(1))
        .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z \\[outrider\\] INFO grüße");
  }

  @Test
  void createsTheFoldersOfAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a/b/agent.log");
    AgentLog.configure("warn", file.toString());
    AgentLog.warn("a", "careful");
    assertThat(file).content().contains("[outrider] WARN careful");
  }

  @Test
  void staysOnStderrWithOneWarningWhenTheFileCannotBeWritten(@TempDir Path folder) {
    AgentLog.configure("warn", folder.toString());
    AgentLog.warn("a", "careful");
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0))
        .startsWith("[outrider] WARN Cannot write outrider.log.file " + folder)
        .contains("Fix: ");
    assertThat(lines().get(1)).isEqualTo("[outrider] WARN careful");
  }

  @Test
  void writesWhatLibrariesLogUnderTheirLoggersName() {
    Logger logger = Logger.getLogger("io.opentelemetry.Exporter");
    logger.warning("queue is full");
    logger.warning("queue is full");
    logger.log(Level.SEVERE, "other {0} of {1}", new Object[] {1, null});
    logger.info("hello");
    logger.fine("detail");
    assertThat(lines()).containsExactly("[outrider] WARN Exporter: queue is full");

    AgentLog.redirect("debug", written);
    written.reset();
    logger.log(Level.SEVERE, "sent {0} of {1}", new Object[] {1, null});
    Logger.getLogger("b").log(Level.INFO, "up", new IOException("x"));
    Logger.getLogger("c").log(Level.FINEST, "detail");
    assertThat(lines())
        .contains(
            "[outrider] ERROR Exporter: sent 1 of null",
            "[outrider] INFO b: up: java.io.IOException: x",
            "[outrider] DEBUG c: detail");
  }

  @Test
  void tellsLibrariesWhichLevelsAreWritten() {
    Logger logger = Logger.getLogger("any");
    assertThat(logger.isLoggable(Level.SEVERE)).isTrue();
    assertThat(logger.isLoggable(Level.WARNING)).isTrue();
    assertThat(logger.isLoggable(Level.INFO)).isFalse();
    assertThat(logger.isLoggable(Level.FINE)).isFalse();
  }

  private java.util.List<String> lines() {
    return written.toString().lines().toList();
  }

  private static final class UnreadableException extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException();
    }
  }

  private static final class ClosedStream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("closed");
    }
  }
}
