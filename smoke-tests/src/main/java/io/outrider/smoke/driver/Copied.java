// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** What an exception is to somebody it is sent to. */
final class Copied {
  private Copied() {}

  /** The name of the class that comes out of a stream for it. */
  static String type(Throwable thrown) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(thrown);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return in.readObject().getClass().getName();
      }
    } catch (Exception e) {
      return e.toString();
    }
  }
}
