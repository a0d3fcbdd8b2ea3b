// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * What guards may ask about the call at hand. The engine's record of a call in flight implements
 * it; every answer has a default, so that a kind of call need not know what it does not have.
 */
public interface GuardedCall {
  /** A call about which nothing is known. */
  GuardedCall UNKNOWN = new GuardedCall() {};

  /**
   * Nanoseconds left until the caller gives up; {@link Timeouts#NO_DEADLINE} when nobody said.
   *
   * @param nowNanos {@link System#nanoTime} of now
   */
  default long remainingNanos(long nowNanos) {
    return Timeouts.NO_DEADLINE;
  }

  /** When the caller gives up; null when nobody said. In dry-run it is there, and binds nothing. */
  default Deadline deadline() {
    return null;
  }

  /** The first value of a request header, or null. */
  default String header(String name) {
    return null;
  }

  /** The address the request comes from, or null. */
  default String callerAddress() {
    return null;
  }

  /** The route the framework has found, or null when it has none yet. */
  default String route() {
    return null;
  }

  /** Never null. */
  default Criticality criticality() {
    return Criticality.CRITICAL;
  }

  /** Whether this thread may be held up: false on an event loop, and where a future is returned. */
  default boolean mayWait() {
    return false;
  }

  /** A guard has held the call up: that time is not the peer's. */
  default void waited(long nanos) {}

  /** For how long they have, altogether. */
  default long waitedNanos() {
    return 0;
  }

  /**
   * How many calls this is worth, if it goes on whatever guards say and is paid for by those that
   * come after it; 0: it can be refused.
   */
  default int owes() {
    return 0;
  }

  /** For a database: whether this asks for a connection, and not for what is run on one. */
  default boolean connects() {
    return false;
  }

  /** For a database: whether the statement changes anything. */
  default boolean writes() {
    return false;
  }
}
