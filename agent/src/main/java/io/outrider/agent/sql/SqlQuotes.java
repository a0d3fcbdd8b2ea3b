// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

/** Finds where quoted texts and comments end: at the end of the text when they are never closed. */
final class SqlQuotes {
  private final String in;
  private final int end;

  SqlQuotes(String in, int end) {
    this.in = in;
    this.end = end;
  }

  /**
   * @param from where the opening quote stands
   * @param escapes a backslash takes the next character with it
   */
  int endOfQuoted(int from, char quote, boolean escapes) {
    int i = from + 1;
    while (i < end) {
      char c = in.charAt(i);
      if (c == '\\' && escapes) {
        i++;
      } else if (c == quote) {
        if (charAt(i + 1) != quote) {
          return i + 1;
        }
        i++;
      }
      i++;
    }
    return end;
  }

  /** Of Oracle's {@code q'[it's]'}, from the apostrophe on. */
  int endOfAlternative(int from) {
    char open = charAt(from + 1);
    char close = open;
    if (open == '[') {
      close = ']';
    } else if (open == '(') {
      close = ')';
    } else if (open == '{') {
      close = '}';
    } else if (open == '<') {
      close = '>';
    }
    int i = from + 2;
    while (i < end && !(in.charAt(i) == close && charAt(i + 1) == '\'')) {
      i++;
    }
    return Math.min(end, i + 2);
  }

  /**
   * Of {@code $tag$ ... $tag$}.
   *
   * @param bodyStart behind the opening tag
   */
  int endOfDollar(int tagStart, int bodyStart) {
    String tag = in.substring(tagStart, bodyStart);
    int close = in.indexOf(tag, bodyStart);
    return close < 0 || close + tag.length() > end ? end : close + tag.length();
  }

  /**
   * Of a name in brackets, in which a closing bracket is doubled; -1 when it is never closed.
   *
   * @param from where the opening bracket stands
   */
  int endOfBracketed(int from) {
    int i = from + 1;
    while (i < end) {
      if (in.charAt(i) == ']') {
        if (charAt(i + 1) != ']') {
          return i + 1;
        }
        i++;
      }
      i++;
    }
    return -1;
  }

  int endOfLine(int from) {
    int i = from;
    while (i < end && in.charAt(i) != '\n' && in.charAt(i) != '\r') {
      i++;
    }
    return i;
  }

  int endOfComment(int from, boolean nested) {
    int open = 1;
    int i = from + 2;
    while (i < end) {
      char c = in.charAt(i);
      if (c == '*' && charAt(i + 1) == '/') {
        i += 2;
        if (--open == 0) {
          return i;
        }
      } else if (nested && c == '/' && charAt(i + 1) == '*') {
        i += 2;
        open++;
      } else {
        i++;
      }
    }
    return end;
  }

  private char charAt(int index) {
    return index < end ? in.charAt(index) : '\0';
  }
}
