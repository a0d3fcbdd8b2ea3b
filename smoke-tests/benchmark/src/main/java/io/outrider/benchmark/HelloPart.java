// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that prints one line: nothing but the start and the end of the JVM and the agent. */
final class HelloPart implements Rounds.Measurement {
  static final String WALL = "hello wall ms";
  static final String CPU = "hello CPU ms";
  static final String CLASSES = "hello classes loaded";

  private final Options options;
  private final int backendPort;

  HelloPart(Options options, int backendPort) {
    this.options = options;
    this.backendPort = backendPort;
  }

  @Override
  public void measure(Variant variant, Samples samples) throws Exception {
    Path log = options.work.resolve("hello-" + variant.name() + ".log");
    // The shell's own clock: what /proc tells is in steps of 10 ms, and gone when the process is.
    String script = "log=$1; shift; TIMEFORMAT='%R %U %S'; time \"$@\" >\"$log\" 2>&1";
    List<String> shell = new ArrayList<>(List.of("bash", "-c", script, "bash", log.toString()));
    shell.addAll(java(variant));
    Process process = new ProcessBuilder(shell).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes()).trim();
    if (process.waitFor() != 0) {
      throw new IOException("hello failed: " + text + ", see " + log);
    }
    String[] times = text.replace(',', '.').split(" ");
    samples.add(WALL, variant, Double.parseDouble(times[0]) * 1e3);
    samples.add(CPU, variant, (Double.parseDouble(times[1]) + Double.parseDouble(times[2])) * 1e3);
    samples.add(CLASSES, variant, classes(variant));
  }

  private List<String> java(Variant variant, String... more) {
    List<String> command = new ArrayList<>();
    command.add(options.java.resolve("bin/java").toString());
    command.addAll(List.of(more));
    command.addAll(variant.jvmArguments(backendPort));
    command.addAll(List.of("-cp", options.classes.toString(), Hello.class.getName()));
    return command;
  }

  /** In a run of its own, since writing them down takes time. */
  private long classes(Variant variant) throws Exception {
    Path log = options.work.resolve("hello-" + variant.name() + "-classes.log");
    Files.deleteIfExists(log);
    Path out = options.work.resolve("hello-" + variant.name() + "-classes.out");
    List<String> command = java(variant, "-Xlog:class+load:file=" + log + "::filecount=0");
    try (Child child = Child.logging(command, out)) {
      child.waitFor(120);
    }
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" source: ")).count();
    }
  }
}
