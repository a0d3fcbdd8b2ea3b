// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.log;

import java.time.Instant;

/** Turns a message into lines that all carry the prefix and hold no control characters. */
final class LogText {
  private static final int LONGEST_MESSAGE = 8_192;
  private static final int MOST_CAUSES = 5;
  private static final int MOST_FRAMES = 40;
  private static final String NEW_LINE = System.lineSeparator();

  private LogText() {}

  static String lines(
      String level,
      boolean timestamp,
      String message,
      Throwable thrown,
      int suppressed,
      boolean frames) {
    String prefix = "[outrider] " + level + " ";
    if (timestamp) {
      prefix = Instant.ofEpochMilli(System.currentTimeMillis()) + " " + prefix;
    }
    StringBuilder text = new StringBuilder(160).append(prefix);
    append(text, prefix, message);
    if (thrown != null) {
      append(text, prefix, ": " + describe(thrown));
    }
    if (suppressed > 0) {
      text.append(" (").append(suppressed).append(" more suppressed)");
    }
    text.append(NEW_LINE);
    if (thrown != null) {
      appendTrace(text, prefix, thrown, frames);
    }
    return text.toString();
  }

  /** Frames are written only when asked for: a warning is one line, and a cause one more each. */
  private static void appendTrace(
      StringBuilder text, String prefix, Throwable thrown, boolean frames) {
    Throwable current = thrown;
    for (int i = 0; i <= MOST_CAUSES && current != null; i++) {
      if (i > 0) {
        text.append(prefix).append("  caused by ");
        append(text, prefix, describe(current));
        text.append(NEW_LINE);
      }
      if (frames) {
        StackTraceElement[] trace = current.getStackTrace();
        for (int f = 0; f < trace.length && f < MOST_FRAMES; f++) {
          text.append(prefix).append("    at ").append(trace[f]).append(NEW_LINE);
        }
      }
      Throwable cause = current.getCause();
      current = cause == current ? null : cause;
    }
  }

  /** An application's exception may throw when it is asked for its text. */
  private static String describe(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (Throwable unreadable) {
      return thrown.getClass().getName();
    }
  }

  private static void append(StringBuilder text, String prefix, String message) {
    String safe = message == null ? "null" : message;
    int end = Math.min(safe.length(), LONGEST_MESSAGE);
    for (int i = 0; i < end; i++) {
      char c = safe.charAt(i);
      if (c == '\n') {
        text.append(NEW_LINE).append(prefix).append("  ");
      } else if (c == '\r') {
        continue;
      } else if (c < ' ' && c != '\t' || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029) {
        // Escape sequences would be obeyed by the terminal that shows the log.
        text.append('?');
      } else {
        text.append(c);
      }
    }
    if (end < safe.length()) {
      text.append("...");
    }
  }
}
