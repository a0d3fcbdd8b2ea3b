// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.logs;

import java.util.List;
import java.util.Map;

/**
 * A library for logs, at one version, set up in one way.
 *
 * @param driver what the driver is called in orders
 * @param library a folder of libraries.xml
 * @param version the Java version
 * @param instrumentation its name in configuration
 * @param loggers those that the driver knows
 * @param delayed those of them whose appenders have a thread of their own
 * @param options system properties of the child
 * @param mostBytes what a line inside a span may cost more than one outside
 */
record LogVariant(
    String driver,
    String driverClass,
    String library,
    int version,
    String instrumentation,
    List<String> loggers,
    List<String> delayed,
    Map<String, String> options,
    int mostBytes) {
  /** Whether the library has an MDC. */
  boolean hasContext() {
    return !driver.startsWith("java");
  }

  @Override
  public String toString() {
    return library + " on Java " + version + (options.isEmpty() ? "" : " " + options);
  }
}
