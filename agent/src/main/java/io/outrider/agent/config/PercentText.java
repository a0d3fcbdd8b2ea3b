// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The percent encoding that OpenTelemetry uses in lists of pairs; a plus sign stays one. */
final class PercentText {
  private PercentText() {}

  /** What is not a valid escape is left as it is. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        decoded.write(high * 16 + low);
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return new String(decoded.toByteArray(), StandardCharsets.UTF_8);
  }

  /** Escapes what would end a pair. */
  static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        encoded.append("%25");
      } else if (c == ',') {
        encoded.append("%2C");
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }
}
