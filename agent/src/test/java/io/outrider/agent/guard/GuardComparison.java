// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks of our guards, of Resilience4j's and of Sentinel's on one thread and on two,
 * and prints one table. Takes the options of JMH; {@code -e Sentinel} leaves Sentinel out.
 */
public final class GuardComparison {
  private static final int[] THREADS = {1, 2};
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private GuardComparison() {}

  public static void main(String[] args)
      throws RunnerException, CommandLineOptionException, IOException {
    // Sentinel would write into the home directory.
    Path logs = Path.of(System.getProperty("csp.sentinel.log.dir", "target/sentinel"));
    Files.createDirectories(logs);
    List<Collection<RunResult>> columns = new ArrayList<>();
    for (int threads : THREADS) {
      columns.add(
          new Runner(
                  new OptionsBuilder()
                      .parent(new CommandLineOptions(args))
                      .include(GuardBenchmark.class.getSimpleName())
                      .include(Resilience4jBenchmark.class.getSimpleName())
                      .include(SentinelBenchmark.class.getSimpleName())
                      .threads(threads)
                      .addProfiler(GCProfiler.class)
                      .jvmArgsAppend(
                          "-Dcsp.sentinel.log.dir=" + logs, "-Dslf4j.internal.verbosity=ERROR")
                      .output(logs.resolve("jmh-" + threads + ".txt").toString())
                      .build())
              .run());
    }
    System.out.println("Best iteration, mean, and bytes: on 1 thread; on 2 that share the guards");
    for (RunResult row : columns.get(0)) {
      StringBuilder line = new StringBuilder();
      for (Collection<RunResult> column : columns) {
        for (RunResult cell : column) {
          if (cell.getParams().getBenchmark().equals(row.getParams().getBenchmark())) {
            line.append(text(cell));
          }
        }
      }
      System.out.printf(Locale.ROOT, "%-45s%s%n", name(row), line);
    }
  }

  private static String name(RunResult result) {
    String name = result.getParams().getBenchmark();
    String owner = name.substring(0, name.lastIndexOf('.'));
    String subject = owner.substring(owner.lastIndexOf('.') + 1).replace("Benchmark", "");
    return subject + '.' + name.substring(name.lastIndexOf('.') + 1);
  }

  private static String text(RunResult result) {
    Result<?> time = result.getPrimaryResult();
    Result<?> bytes = result.getSecondaryResults().get(ALLOCATED);
    double allocated = bytes == null ? Double.NaN : bytes.getScore();
    return String.format(
        Locale.ROOT,
        "%9.1f %9.1f ns %6.0f B",
        time.getStatistics().getMin(),
        time.getScore(),
        // The harness itself allocates a few bytes a second.
        allocated < 0.5 ? 0 : allocated);
  }
}
