// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;

/** Looks at the threads of this JVM. */
final class Threads {

  private Threads() {}

  /** Fails with the stacks of the threads that are still there. */
  static void assertNone(String... prefixes) {
    assertThat(named(prefixes))
        .allSatisfy(
            thread -> fail(thread + " is still alive:\n" + List.of(thread.getStackTrace())));
  }

  static List<Thread> named(String... prefixes) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread -> {
              for (String prefix : prefixes) {
                if (thread.getName().startsWith(prefix)) {
                  return true;
                }
              }
              return false;
            })
        .toList();
  }
}
