// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import java.util.UUID;

/** Keys of records, as spans show them. */
final class Keys {
  private Keys() {}

  /** Null where it is no text: an object of the application's may say anything of itself. */
  static String text(Object key) {
    return key instanceof String || key instanceof Number || key instanceof UUID
        ? key.toString()
        : null;
  }
}
