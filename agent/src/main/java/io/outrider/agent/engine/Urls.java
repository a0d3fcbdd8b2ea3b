// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import java.util.Collection;

/**
 * Takes out of URLs what must not leave the process: credentials, and the values of signed query
 * parameters. Takes time in proportion to the URL, whatever is in it.
 */
final class Urls {
  private static final String REDACTED = "REDACTED";

  private final String[] secrets;

  /**
   * @param secrets the names of query parameters whose values are replaced; case matters
   */
  Urls(Collection<String> secrets) {
    this.secrets = secrets.toArray(new String[0]);
  }

  /** Returns the same String when there is nothing to take out; cuts what is very long. */
  String full(String url) {
    if (url == null) {
      return null;
    }
    String clean = Texts.cut(withoutCredentials(url), Texts.LONGEST_URL);
    int question = clean.indexOf('?');
    if (question < 0) {
      return clean;
    }
    int hash = clean.indexOf('#');
    return hash >= 0 && hash < question
        ? clean
        : redacted(clean, question + 1, hash < 0 ? clean.length() : hash);
  }

  /** Likewise for a query alone; null when there is none. */
  String query(String query) {
    if (query == null || query.isEmpty()) {
      return null;
    }
    String cut = Texts.cut(query, Texts.LONGEST_URL);
    return redacted(cut, 0, cut.length());
  }

  private static String withoutCredentials(String url) {
    int authority = url.indexOf("://");
    if (authority < 0) {
      return url;
    }
    int start = authority + 3;
    int at = -1;
    int colon = -1;
    for (int i = start, end = endOfAuthority(url, start); i < end; i++) {
      char c = url.charAt(i);
      if (c == '@') {
        at = i;
      } else if (c == ':' && colon < 0) {
        colon = i;
      }
    }
    if (at < 0) {
      return url;
    }
    boolean password = colon >= 0 && colon < at;
    return url.substring(0, start)
        + REDACTED
        + (password ? ":" + REDACTED : "")
        + url.substring(at);
  }

  private static int endOfAuthority(String url, int start) {
    int end = start;
    while (end < url.length()) {
      char c = url.charAt(end);
      if (c == '/' || c == '?' || c == '#') {
        break;
      }
      end++;
    }
    return end;
  }

  /** The text, with the values of secret parameters between two places replaced. */
  private String redacted(String text, int from, int to) {
    if (secrets.length == 0) {
      return text;
    }
    StringBuilder result = null;
    int copied = 0;
    int name = from;
    int equals = -1;
    for (int i = from; i <= to; i++) {
      char c = i == to ? '&' : text.charAt(i);
      if (c == '=' && equals < 0) {
        equals = i;
      } else if (c == '&') {
        if (equals > name && isSecret(text, name, equals)) {
          result = result == null ? new StringBuilder(text.length()) : result;
          result.append(text, copied, equals + 1).append(REDACTED);
          copied = i;
        }
        name = i + 1;
        equals = -1;
      }
    }
    return result == null ? text : result.append(text, copied, text.length()).toString();
  }

  private boolean isSecret(String text, int from, int to) {
    for (int i = 0; i < secrets.length; i++) {
      String secret = secrets[i];
      if (secret.length() == to - from && text.startsWith(secret, from)) {
        return true;
      }
    }
    return false;
  }

  /** The path of a URL, a slash when it is empty; null when this is no URL with a host. */
  static String path(String url) {
    int authority = url == null ? -1 : url.indexOf("://");
    if (authority < 0) {
      return null;
    }
    int start = endOfAuthority(url, authority + 3);
    if (start == url.length() || url.charAt(start) != '/') {
      return "/";
    }
    int end = start;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
      end++;
    }
    return url.substring(start, end);
  }
}
