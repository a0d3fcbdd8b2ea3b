// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Cli cli =
      new Cli("1.2.3")
          .library("servlet", "3.0 to 6.1")
          .library("jdbc", "every driver")
          .command("attach", "attach PID", "Loads the agent into a running JVM.", this::attach)
          .command("fail", "fail", "Fails.", CliTest::fail);

  @Test
  void printsHelpWithoutArgumentsAndWhenAsked() {
    assertThat(run()).isZero();
    assertThat(out.toString())
        .contains("-javaagent:outrider.jar", "attach PID", "Loads the agent into a running JVM.");
    String first = out.toString();
    out.reset();
    assertThat(run("--help")).isZero();
    assertThat(out).hasToString(first);
  }

  @Test
  void printsTheVersion() {
    assertThat(run("version")).isZero();
    assertThat(out.toString().strip()).isEqualTo("outrider 1.2.3");
  }

  @Test
  void listsLibrariesByName() {
    assertThat(run("instrumentations")).isZero();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("jdbc +every driver"),
            line -> assertThat(line).matches("servlet +3\\.0 to 6\\.1"));
  }

  @Test
  void printsEveryKey() {
    assertThat(run("config")).isZero();
    assertThat(out.toString()).contains("outrider.log.level", "otel.service.name");
  }

  @Test
  void checksAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("outrider.yaml");
    Files.writeString(file, "mode: dry-run\n");
    assertThat(run("config", "check", file.toString())).isZero();
    Files.writeString(
        file,
        "mode: dry\nsampling: {rules: {a: {ratio: 1}}}\nrules: {b: {timeout: {request: 5}}}\n");
    assertThat(run("config", "check", file.toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("outrider.rules.b.timeout.request"))
        .anyMatch(line -> line.contains("outrider.mode"))
        .anyMatch(line -> line.contains("sampling rule a"));
    assertThat(run("config", "chek")).isEqualTo(2);
  }

  @Test
  void findsInAFileWhatTheAgentWouldFind(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("outrider.yaml");
    Files.writeString(
        file, "circuit-breaker: {failur-rate: 20}\ntrusted-proxies: [10.0.0.0/8, 10.0.0.0/40]\n");
    assertThat(run("config", "check", file.toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("circuit-breaker.failure-rate"))
        .anyMatch(line -> line.contains("10.0.0.0/40"));
  }

  @Test
  void helpsWithAnUnknownCommand() {
    assertThat(run("atach", "1")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("Unknown command: atach. Did you mean attach?")
        .contains("attach PID");
    assertThat(out.size()).isZero();
  }

  @Test
  void passesArgumentsToARegisteredCommandAndItsExitCodeOut() {
    assertThat(run("attach", "42")).isEqualTo(7);
    assertThat(out).hasToString("42");
  }

  @Test
  void printsOneLineWhenACommandFails() {
    assertThat(run("fail")).isEqualTo(1);
    assertThat(err.toString().strip()).isEqualTo("fail failed: no such process");
  }

  private int attach(String[] arguments, PrintStream output, PrintStream errors) {
    output.print(String.join(" ", arguments));
    return 7;
  }

  private static int fail(String[] arguments, PrintStream output, PrintStream errors)
      throws IOException {
    throw new IOException("no such process");
  }

  private int run(String... arguments) {
    return cli.run(arguments, new PrintStream(out, true), new PrintStream(err, true));
  }
}
