// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.logs;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Log4j 2: synchronous, mixed and all asynchronous; each kind of context map. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class Log4j2IT extends LogContract {
  private static final Map<String, String> ALL_ASYNC =
      Map.of(
          "Log4jContextSelector", "org.apache.logging.log4j.core.async.AsyncLoggerContextSelector");

  private static final Map<String, String> GARBAGE_FREE =
      Map.of("log4j2.enable.threadlocals", "true", "log4j2.garbagefree.threadContextMap", "true");

  static Stream<LogVariant> variants() {
    return Stream.of(
        variant("log4j2-2.7", 8, Map.of()),
        variant("log4j2-2.7", 8, ALL_ASYNC),
        variant("log4j2-2.7", 8, GARBAGE_FREE),
        variant("log4j2-2.17", 17, Map.of()),
        variant("log4j2-2.17", 8, ALL_ASYNC),
        variant("log4j2-new", 17, Map.of()),
        variant("log4j2-new", 17, GARBAGE_FREE),
        variant("log4j2-new", 25, ALL_ASYNC));
  }

  private static LogVariant variant(String library, int version, Map<String, String> options) {
    return new LogVariant(
        "log4j2",
        "Log4j2Driver",
        library,
        version,
        "log4j2",
        List.of("sync", "async", "property", "mixed"),
        List.of("async", "mixed"),
        options,
        160);
  }
}
