// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.demo;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that the demo starts and, whatever happens, stops. */
final class Child implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(180);
  private static final int LOG_LINES_SHOWN = 20;

  private final String name;
  private final Path log;
  private final Process process;

  private Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * @param arguments of the java command
   */
  static Child start(String name, Path logs, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Path log = logs.resolve(name + ".log");
    try {
      Files.createDirectories(logs);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.redirectInput(ProcessBuilder.Redirect.from(nullDevice()));
      // What the user set for another agent must not get between.
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().keySet().removeIf(key -> key.startsWith("OTEL_"));
      builder.environment().keySet().removeIf(key -> key.startsWith("OUTRIDER_"));
      return new Child(name, log, builder.start());
    } catch (IOException e) {
      throw new Failure("cannot start " + name + ": " + e.getMessage());
    }
  }

  private static File nullDevice() {
    return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
  }

  /** Returns once the URL answers 200. */
  void awaitAnswer(HttpClient http, URI url) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(2)).build();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new Failure(name + " ended with exit code " + process.exitValue() + tail());
      }
      try {
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Not up yet.
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new Failure(name + " did not answer within " + START_LIMIT.toSeconds() + " s" + tail());
  }

  private String tail() {
    try {
      List<String> lines = List.of(Files.readString(log, StandardCharsets.UTF_8).split("\n"));
      int first = Math.max(0, lines.size() - LOG_LINES_SHOWN);
      return "; the end of "
          + log
          + ":\n\n"
          + String.join("\n", lines.subList(first, lines.size()));
    } catch (IOException e) {
      return "; its log " + log + " cannot be read";
    }
  }

  /** Asks it to end, then ends it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(5, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
