// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

/** Takes what the telemetry pipeline has to tell the operator; the implementor limits the rate. */
public interface Warnings {

  /**
   * Reports one thing that went wrong.
   *
   * @param kind a short constant name for this sort of problem, such as {@code export.traces};
   *     never derived from data
   * @param message one sentence for the operator, with the key to change where there is one
   * @param orNull the cause, or null
   */
  void warn(String kind, String message, Throwable orNull);
}
