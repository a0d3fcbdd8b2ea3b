// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.io.IOException;

/** Says why a request body is not the message it should be. */
final class MalformedRequest extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedRequest(String message) {
    super(message);
  }
}
