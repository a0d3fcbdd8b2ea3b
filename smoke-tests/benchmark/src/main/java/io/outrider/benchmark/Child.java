// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that this one starts and ends. */
final class Child implements AutoCloseable {
  final Process process;
  final ProcFs facts;
  private final BufferedReader out;
  private final List<String> command;

  private Child(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.facts = new ProcFs(process.pid());
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Its standard output is for {@link #readLine()}. */
  static Child talking(List<String> command) throws IOException {
    return start(command, builder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  static Child logging(List<String> command, Path log) throws IOException {
    File file = log.toFile();
    // A JVM that crashes leaves its report beside the log.
    return start(
        command,
        builder(command)
            .directory(file.getParentFile())
            .redirectErrorStream(true)
            .redirectOutput(file));
  }

  private static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().keySet().removeIf(key -> key.matches("(OTEL|OUTRIDER)_.*"));
    return builder;
  }

  private static Child start(List<String> command, ProcessBuilder builder) throws IOException {
    return new Child(command, builder.start());
  }

  String readLine() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("ended too early: " + command);
    }
    return line;
  }

  void writeLine() throws IOException {
    OutputStream in = process.getOutputStream();
    in.write('\n');
    in.flush();
  }

  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("ended with " + process.exitValue() + ": " + command);
    }
  }

  int waitFor(int seconds) throws IOException, InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IOException("still running after " + seconds + " s: " + command);
    }
    return process.exitValue();
  }

  /** Asks it to end, then ends it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(20, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
