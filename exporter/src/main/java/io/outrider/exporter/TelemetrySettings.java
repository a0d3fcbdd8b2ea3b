// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

/**
 * Where the telemetry pipeline reads its configuration from.
 *
 * <p>The agent answers from its own configuration; a value that cannot be used is reported through
 * {@link Warnings} and replaced by the key's default.
 */
public interface TelemetrySettings {

  /**
   * Returns the effective value of a key.
   *
   * @param key an {@code otel.*} or {@code outrider.*} key in property spelling
   * @return the value as text, or null for the key's default
   */
  String get(String key);

  /**
   * Returns the version of the distribution, reported as {@code telemetry.distro.version}.
   *
   * @return the version, or null when it is not known
   */
  String version();
}
