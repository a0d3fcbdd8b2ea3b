// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.logs;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** JBoss LogManager, as the log manager of the JVM. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class JbossLogManagerIT extends LogContract {
  static Stream<LogVariant> variants() {
    return Stream.of(
        variant("jboss-logmanager-2.0", 8),
        variant("jboss-logmanager-new", 17),
        variant("jboss-logmanager-new", 25));
  }

  private static LogVariant variant(String library, int version) {
    return new LogVariant(
        "jboss",
        "JbossLogDriver",
        library,
        version,
        "jboss-logmanager",
        List.of("sync", "async"),
        List.of("async"),
        Map.of("java.util.logging.manager", "org.jboss.logmanager.LogManager"),
        512);
  }
}
