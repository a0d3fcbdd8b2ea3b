// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;

/**
 * Runs another main method and answers, from inside that JVM, what cannot be seen from outside: to
 * each line on its standard input it appends one to a file, {@code BYTES THREADS NAME,NAME,...}:
 * the bytes that all live threads have allocated since they began, the number of Java threads, and
 * their names.
 *
 * <p>Only where the load is measured, not the start: the management beans are loaded for it.
 */
final class Probe {
  private Probe() {}

  /**
   * @param args the file to answer to, the class to run, and its arguments
   */
  public static void main(String[] args) throws Exception {
    Path answers = Path.of(args[0]);
    Thread thread = new Thread(() -> serve(answers), "benchmark-probe");
    thread.setDaemon(true);
    thread.start();
    String[] rest = java.util.Arrays.copyOfRange(args, 2, args.length);
    Class.forName(args[1]).getMethod("main", String[].class).invoke(null, (Object) rest);
  }

  private static void serve(Path answers) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      while (questions.readLine() != null) {
        long[] ids = threads.getAllThreadIds();
        long bytes = 0;
        // Threads that have died are missing: those of a pool that shrinks, which do little here.
        for (long one : threads.getThreadAllocatedBytes(ids)) {
          bytes += Math.max(0, one);
        }
        StringJoiner names = new StringJoiner(",");
        for (ThreadInfo info : threads.getThreadInfo(ids)) {
          if (info != null) {
            names.add(info.getThreadName().replace(',', ' ').replace('\n', ' '));
          }
        }
        Path next = answers.resolveSibling(answers.getFileName() + ".tmp");
        Files.writeString(next, bytes + " " + ids.length + " " + names);
        Files.move(next, answers, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
  }
}
