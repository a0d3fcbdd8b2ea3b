// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the small text files in which the kernel tells about itself. */
final class KernelFile {
  private static final int MAX_BYTES = 16_384;

  private KernelFile() {}

  /** Null when it cannot be read. */
  static String text(File file) {
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] bytes = new byte[1_024];
      int length = 0;
      for (int read = in.read(bytes); read > 0 && length < MAX_BYTES; ) {
        length += read;
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * length);
        }
        read = in.read(bytes, length, bytes.length - length);
      }
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    } catch (IOException | SecurityException e) {
      // Not on this system, or not for us to see.
      return null;
    }
  }

  /** -1 when it is none, which is also how the kernel says that there is no limit. */
  static long number(String text) {
    try {
      return text == null ? -1 : Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The number behind a word at the beginning of a line; -1 when there is none. */
  static long value(String text, String word) {
    for (String line : text == null ? new String[0] : text.split("\n")) {
      if (line.startsWith(word + ' ')) {
        return number(line.substring(word.length() + 1));
      }
    }
    return -1;
  }
}
