// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** How much is kept of the body of an answer that is not meant to reach the application. */
public final class HeldBytes {
  /** What is longer is cut off there: to read on would cost more than a connection. */
  public static final int MOST = 64 * 1024;

  private HeldBytes() {}

  /**
   * Reads on to the end, or until {@link #MOST} bytes are kept and there are more.
   *
   * @return whether the end was reached
   */
  public static boolean read(InputStream in, ByteArrayOutputStream kept) throws IOException {
    byte[] buffer = new byte[4096];
    while (true) {
      int n = in.read(buffer);
      if (n < 0) {
        return true;
      }
      int room = Math.min(n, MOST - kept.size());
      kept.write(buffer, 0, room);
      if (room < n) {
        return false;
      }
    }
  }
}
