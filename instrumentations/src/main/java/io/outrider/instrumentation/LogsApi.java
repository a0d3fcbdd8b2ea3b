// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** The log records of {@link TelemetryApi}. Nothing throws. */
public abstract class LogsApi {
  protected LogsApi() {}

  public abstract Object logger(String name, String version, String schemaUrl);

  /** Whether a record would go anywhere. */
  public abstract boolean isEnabled(Object logger);

  /**
   * @param timestamp nanoseconds since 1970; 0: unknown
   * @param observed likewise; 0: now
   * @param context null: the current one
   * @param severity the name of one of OpenTelemetry's; null: unknown
   * @param body of the JDK, as in {@link TelemetryApi#set(Object, int, String, Object)}; null: none
   * @param attributes null: none
   */
  public abstract void emit(
      Object logger,
      long timestamp,
      long observed,
      Object context,
      String severity,
      String severityText,
      Object body,
      Object attributes,
      String eventName,
      Throwable thrown);
}
