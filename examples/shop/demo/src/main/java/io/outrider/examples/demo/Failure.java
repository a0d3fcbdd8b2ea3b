// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.demo;

/** Ends the demo with a message for its user instead of a stack trace. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Failure(String message) {
    super(message, null, false, false);
  }
}
