// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** A thread in a {@link WaitLine}. What becomes of it is decided once, under the line's lock. */
final class Waiter {
  enum State {
    WAITING,
    /** A place is its own: somebody else has counted it in. */
    GRANTED,
    /** Newer ones pushed it out. */
    DROPPED,
    /** It gave up. */
    GONE
  }

  final Thread thread;
  final long sinceNanos;
  Waiter older;
  Waiter newer;

  /** Written under the lock, read by the waiting thread without it. */
  volatile State state = State.WAITING;

  Waiter(Thread thread, long sinceNanos) {
    this.thread = thread;
    this.sinceNanos = sinceNanos;
  }
}
