// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

/** A message and where it is sent to: a message that is new does not know that itself. */
final class Outgoing {
  final Object message;

  /** Null when it is not known. */
  final Object destination;

  /** Whether a listener hears of its end. */
  boolean heard;

  Outgoing(Object message, Object destination) {
    this.message = message;
    this.destination = destination;
  }
}
