// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

/** The seam between calls and guards. */
final class Guarding {
  void admit(Operation operation) {}

  /** Null: the request is let in. */
  Refused atDoor(Operation operation) {
    return null;
  }

  void end(Operation operation, int status, Throwable thrown, long nanos) {}

  long connectNanos(Operation operation) {
    return 0;
  }

  long requestNanos(Operation operation) {
    return 0;
  }

  long queryNanos(Operation operation) {
    return 0;
  }

  static String errorType(Throwable refusal) {
    return "refused";
  }
}
