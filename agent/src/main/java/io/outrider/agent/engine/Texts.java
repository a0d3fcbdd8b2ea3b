// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

/** Bounds what strangers write into attributes. */
final class Texts {
  /** Servers take about as much for a whole request line. */
  static final int LONGEST_URL = 8192;

  /** Of a header that is recorded, and the like. */
  static final int LONGEST_HEADER = 1024;

  /** No name in the DNS is longer. */
  static final int LONGEST_HOST = 255;

  static final int LONGEST_METHOD = 64;

  private Texts() {}

  /** The same String when it is short enough; never half a character of two. */
  static String cut(String text, int longest) {
    if (text == null || text.length() <= longest) {
      return text;
    }
    boolean half = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, half ? longest - 1 : longest);
  }
}
