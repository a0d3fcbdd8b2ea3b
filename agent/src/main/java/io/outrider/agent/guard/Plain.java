// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Copies what the application may have added to a refusal onto the JDK's own exception. */
final class Plain {
  private Plain() {}

  static Throwable copy(Throwable from, Throwable to) {
    to.setStackTrace(from.getStackTrace());
    if (from.getCause() != null) {
      to.initCause(from.getCause());
    }
    for (Throwable suppressed : from.getSuppressed()) {
      to.addSuppressed(suppressed);
    }
    return to;
  }
}
