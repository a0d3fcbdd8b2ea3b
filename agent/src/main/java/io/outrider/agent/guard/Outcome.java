// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** How a permitted call ended, as far as guards care. */
public enum Outcome {
  /** The peer did its work. An answer that blames the caller (HTTP 404) is a success, too. */
  SUCCESS,
  /** The peer did not: an error, a timeout, a status that counts as failure. */
  FAILURE,
  /** The call was made but says nothing about the peer, such as one the application cancelled. */
  IGNORED,
  /** The call was never made: a later guard refused it. What can be handed back is. */
  UNUSED,
  /** A failure by which the peer shows that it has too much to do, such as a timeout. */
  OVERLOADED,
  /** Likewise, where the rules say that it is no failure: HTTP 429, unless they say otherwise. */
  TURNED_AWAY;

  /** Whether it says anything about the peer, and that it failed. */
  boolean failed() {
    return this == FAILURE || this == OVERLOADED;
  }

  /** Whether it says anything about how the peer is. */
  boolean tells() {
    return this != IGNORED && this != UNUSED;
  }

  /** Whether it speaks for fewer calls at once. */
  boolean overload() {
    return this == OVERLOADED || this == TURNED_AWAY;
  }
}
