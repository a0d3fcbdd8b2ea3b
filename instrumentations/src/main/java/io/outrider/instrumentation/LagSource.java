// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * Knows how far consumers are behind. Asked by the agent's own thread when metrics are collected:
 * takes no lock that the application may hold for long, and asks no broker.
 */
public interface LagSource {
  /** Tells of each place it knows, at most a few hundred of them. */
  void read(Readings readings);

  /** Takes what it tells. */
  interface Readings {
    /**
     * @param partition null when there is none
     * @param messages how many have been published and not been handed to this group
     */
    void lag(MessageEndpoint from, String partition, long messages);
  }
}
