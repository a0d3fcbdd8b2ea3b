// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Shortens what a library says of how long it takes to connect, for one call. Stateless. */
public interface ConnectLimitAdapter {
  /**
   * What the woven method returns instead; {@code returned} itself when that is no longer.
   *
   * @param nanos above 0
   */
  Object limit(Object returned, long nanos);
}
