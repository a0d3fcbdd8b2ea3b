// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;

/**
 * Takes an URL's common pieces apart: host, port, path, properties. Credentials are stepped over.
 */
final class UrlParts {
  /** Where an authority ends, or a path. */
  private static final String AFTER_AUTHORITY = "/?;#";

  String system;
  String host;
  int port;
  String namespace;

  private final int defaultPort;

  UrlParts(String system, int defaultPort) {
    this.system = system;
    this.defaultPort = defaultPort;
  }

  /**
   * Reads {@code [anything://][user@]host[:port][,more hosts][/path][?properties]}.
   *
   * @param stops what ends the path
   * @return the path; null when there is none
   */
  String authorityAndPath(String rest, String stops) {
    int slashes = rest.indexOf("//");
    if (slashes < 0) {
      return emptyToNull(upTo(rest, 0, stops));
    }
    int start = slashes + 2;
    int properties = first(rest, start, "?;#");
    int at = rest.lastIndexOf('@', properties - 1);
    if (at >= start) {
      start = at + 1;
    }
    int end = first(rest, start, AFTER_AUTHORITY);
    authority(rest.substring(start, end));
    if (end == rest.length() || rest.charAt(end) != '/') {
      return null;
    }
    return emptyToNull(upTo(rest, end + 1, stops));
  }

  /** Reads {@code host[:port][,more hosts]}; IPv6 addresses stand in brackets. */
  void authority(String text) {
    String one = text;
    if (!one.startsWith("[") || one.indexOf(']') < 0 || isListInBrackets(one)) {
      one = one.startsWith("[") ? one.substring(1) : one;
      int comma = first(one, 0, ",]");
      one = one.substring(0, comma);
      int colon = one.lastIndexOf(':');
      if (colon >= 0 && one.indexOf(':') == colon) {
        port = number(one.substring(colon + 1));
        one = one.substring(0, colon);
      }
      host(one);
      return;
    }
    int close = one.indexOf(']');
    host(one.substring(1, close));
    if (close + 1 < one.length() && one.charAt(close + 1) == ':') {
      port = number(upTo(one, close + 2, ","));
    }
  }

  /** MySQL's {@code [host1:1,host2:2]}, which is no IPv6 address. */
  private static boolean isListInBrackets(String text) {
    int close = text.indexOf(']');
    String inside = text.substring(1, close);
    return inside.indexOf(',') >= 0 || inside.indexOf(':') == inside.lastIndexOf(':');
  }

  /** Only what can be the name of a host: the rest of a mistaken URL may be anything. */
  void host(String text) {
    String name = text.trim();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || "=;()@/\\\"'{}<>&".indexOf(c) >= 0) {
        return;
      }
    }
    host = emptyToNull(name);
  }

  /** Fills in what a client takes when the URL does not say it. */
  void serverDefaults() {
    if (host == null) {
      host = "localhost";
    }
    if (port == 0) {
      port = defaultPort;
    }
  }

  /** {@code outer|inner}, or the one there is. */
  static String joined(String outer, String inner) {
    return outer == null ? inner : inner == null ? outer : outer + '|' + inner;
  }

  /**
   * The value of one property among many, its name in any case; values in braces may hold
   * separators. Null when absent or empty.
   *
   * @param separators what stands between properties
   */
  static String property(String text, String name, String separators) {
    int at = 0;
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        return null;
      }
      int keyStart = at;
      for (int i = at; i < equals; i++) {
        if (separators.indexOf(text.charAt(i)) >= 0) {
          keyStart = i + 1;
        }
      }
      String key = text.substring(keyStart, equals).trim();
      int end;
      String value;
      if (text.startsWith("{", equals + 1)) {
        int close = text.indexOf('}', equals);
        while (close >= 0 && text.startsWith("}}", close)) {
          close = text.indexOf('}', close + 2);
        }
        close = close < 0 ? text.length() : close;
        value = text.substring(equals + 2, close);
        end = first(text, close, separators);
      } else {
        end = first(text, equals + 1, separators);
        value = text.substring(equals + 1, end);
      }
      if (key.equalsIgnoreCase(name)) {
        return emptyToNull(decoded(value.trim()));
      }
      at = end + 1;
    }
    return null;
  }

  /** The index of the first of some characters; the text's length when there is none. */
  static int first(String text, int from, String characters) {
    for (int i = from; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  static String upTo(String text, int from, String stops) {
    return from >= text.length() ? "" : decoded(text.substring(from, first(text, from, stops)));
  }

  /** What begins with the first of some characters. */
  static String from(String text, String characters) {
    return text.substring(first(text, 0, characters));
  }

  static int number(String text) {
    int number = 0;
    String digits = text.trim();
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9' || i == 5) {
        return 0;
      }
      number = number * 10 + c - '0';
    }
    return number > 65_535 ? 0 : number;
  }

  static String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), "UTF-8");
    } catch (UnsupportedEncodingException e) {
      return text;
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
