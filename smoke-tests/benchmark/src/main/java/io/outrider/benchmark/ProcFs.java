// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux knows of a process. */
final class ProcFs {
  /** USER_HZ: 100 on every architecture that runs Java. */
  private static final double TICKS_A_SECOND = 100;

  private final Path process;

  ProcFs(long pid) {
    process = Path.of("/proc", Long.toString(pid));
  }

  /** User and system time of all its threads, the ended ones included. */
  double cpuSeconds() throws IOException {
    return cpu(process.resolve("stat"));
  }

  /**
   * That of its compiler threads; run with a fixed number of them, for they must not have ended.
   */
  double jitSeconds() throws IOException {
    double sum = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path thread : threads) {
        String name = Files.readString(thread.resolve("comm"));
        if (name.startsWith("C1 CompilerThre") || name.startsWith("C2 CompilerThre")) {
          sum += cpu(thread.resolve("stat"));
        }
      }
    }
    return sum;
  }

  double residentMegabytes() throws IOException {
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("no VmRSS in " + process);
  }

  private static double cpu(Path stat) throws IOException {
    String line = Files.readString(stat);
    // The name in brackets may hold blanks.
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }
}
