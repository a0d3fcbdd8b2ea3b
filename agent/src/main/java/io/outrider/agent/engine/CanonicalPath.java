// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

/**
 * A path as servers understand it: without the parameters of its segments, percent-decoded once,
 * dot segments resolved (RFC 3986, 5.2.4), slashes that follow one another merged. In that order,
 * as servlet containers do it: {@code /a/../orders//1;x=y} and {@code /%6frders/1} are {@code
 * /orders/1}.
 *
 * <p>An escape that is none, or that stands for no UTF-8 text, stays as it is. Takes time in
 * proportion to the path, whatever is in it.
 */
final class CanonicalPath {
  private CanonicalPath() {}

  /** The same String when it is canonical already; null for null. */
  static String of(String path) {
    if (path == null || path.isEmpty() || path.charAt(0) != '/' || isCanonical(path)) {
      return path;
    }
    char[] text = new char[path.length()];
    return new String(text, 0, resolve(text, decode(path, text)));
  }

  private static boolean isCanonical(String path) {
    int length = path.length();
    for (int i = 0; i < length; i++) {
      char c = path.charAt(i);
      if (c == '%' || c == ';') {
        return false;
      }
      if (c == '/' && i + 1 < length) {
        char next = path.charAt(i + 1);
        if (next == '/' || next == '.' && isDots(path, i + 1)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a segment is one dot or two; what follows a parameter was sorted out before. */
  private static boolean isDots(String path, int from) {
    int end = from + 1;
    if (end < path.length() && path.charAt(end) == '.') {
      end++;
    }
    return end == path.length() || path.charAt(end) == '/' || path.charAt(end) == ';';
  }

  /** Drops parameters and decodes; returns how many characters there are then. */
  private static int decode(String path, char[] text) {
    int length = path.length();
    int to = 0;
    int at = 0;
    while (at < length) {
      char c = path.charAt(at);
      if (c == ';') {
        at = segmentEnd(path, at);
      } else if (c == '%') {
        int point = decoded(path, at);
        if (point < 0) {
          text[to++] = c;
          at++;
        } else {
          to += Character.toChars(point, text, to);
          at += 3 * bytes(point);
        }
      } else {
        text[to++] = c;
        at++;
      }
    }
    return to;
  }

  private static int segmentEnd(String path, int from) {
    int slash = path.indexOf('/', from);
    return slash < 0 ? path.length() : slash;
  }

  /** The code point that the escapes from here stand for; -1 when they stand for none. */
  private static int decoded(String path, int at) {
    int first = octet(path, at);
    if (first < 0x80) {
      return first;
    }
    int more = first >= 0xC2 && first < 0xE0 ? 1 : first >= 0xE0 && first < 0xF0 ? 2 : 3;
    if (first < 0xC2 || first > 0xF4) {
      return -1;
    }
    int point = first & 0x3F >> more;
    for (int i = 1; i <= more; i++) {
      int next = octet(path, at + 3 * i);
      if (next < 0x80 || next > 0xBF) {
        return -1;
      }
      point = point << 6 | next & 0x3F;
    }
    boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
    return bytes(point) != more + 1 || surrogate || point > Character.MAX_CODE_POINT ? -1 : point;
  }

  /** How many bytes a code point takes in UTF-8. */
  private static int bytes(int point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }

  /** -1 when no escape stands here. */
  private static int octet(String path, int at) {
    if (at + 2 >= path.length() || path.charAt(at) != '%') {
      return -1;
    }
    int high = digit(path.charAt(at + 1));
    int low = digit(path.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  /** Resolves dot segments and merges slashes in place; returns how many characters are left. */
  private static int resolve(char[] text, int length) {
    int to = 0;
    int at = 0;
    while (at < length) {
      // Here is a slash.
      int end = at + 1;
      while (end < length && text[end] != '/') {
        end++;
      }
      int size = end - at - 1;
      boolean last = end == length;
      if (size == 1 && text[at + 1] == '.' || size == 0 && !last) {
        if (last) {
          text[to++] = '/';
        }
      } else if (size == 2 && text[at + 1] == '.' && text[at + 2] == '.') {
        to = parent(text, to);
        if (last) {
          text[to++] = '/';
        }
      } else {
        while (at < end) {
          text[to++] = text[at++];
        }
      }
      at = end;
    }
    if (to == 0) {
      text[to++] = '/';
    }
    return to;
  }

  private static int parent(char[] text, int to) {
    int at = to;
    while (at > 0 && text[--at] != '/') {
      // Back to the slash before the last segment.
    }
    return at;
  }
}
