// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.opentelemetry.api.logs.LoggerProvider;
import io.outrider.agent.config.Config;
import io.outrider.agent.config.Keys;
import io.outrider.agent.engine.ExportedLogs;
import io.outrider.agent.weave.Index;

/** What configuration says about logs, and what follows for weaving. */
final class LogConfig {
  private static final String TEXT = "java-logging";
  private static final String EXPORT = "java-logging-export";

  /** Short of a name that is rewritten when the JAR is made. */
  private static final String JDK = "java/util/log";

  private LogConfig() {}

  /** Asked before main: not by way of OpenTelemetry's keys, which nothing else needs by then. */
  static boolean exports(Config config) {
    String exporter = config.raw("otel.logs.exporter");
    String disabled = config.raw("otel.sdk.disabled");
    return exporter != null
        && !exporter.trim().isEmpty()
        && !"none".equalsIgnoreCase(exporter.trim())
        && !(disabled != null && "true".equalsIgnoreCase(disabled.trim()));
  }

  private static boolean appends(Config config) {
    return config.get(Keys.LOGS_CORRELATION) && "append".equals(config.get(Keys.LOGS_JUL));
  }

  /** Where lines are exported, the first ones are too. */
  static void prepare(Config config, Index index) {
    boolean exports = exports(config);
    if (!exports && !appends(config)) {
      index.without(JDK);
    }
    if (exports) {
      index.hurry(JDK);
      index.hurry("ch/qos/logback/");
      index.hurry("org/apache/logging/log4j/");
      index.hurry("org/jboss/logmanager/");
    }
  }

  /** Whether a library is woven, as far as it depends on what is done with logs. */
  static boolean wants(Config config, String library) {
    if (library.equals(TEXT)) {
      return appends(config);
    }
    return !library.equals(EXPORT) || exports(config);
  }

  /**
   * From now on events are taken.
   *
   * @param provider null: they are not exported
   */
  static void install(Config config, LoggerProvider provider) {
    if (provider != null) {
      ExportedLogs.install(
          provider, EngineConfig.list(config, Keys.LOGS_MDC), config.get(Keys.LOGS_THREADS));
    }
  }
}
