// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes out of URLs what must not leave the process: credentials, and the values of signed query
 * parameters.
 */
final class Urls {
  private static final String REDACTED = "REDACTED";

  private final Set<String> secrets;

  /**
   * @param secrets the names of query parameters whose values are replaced; case matters
   */
  Urls(Collection<String> secrets) {
    this.secrets = new HashSet<String>(secrets);
  }

  /** Returns the same String when there is nothing to take out. */
  String full(String url) {
    if (url == null) {
      return null;
    }
    String clean = withoutCredentials(url);
    int question = clean.indexOf('?');
    if (question < 0) {
      return clean;
    }
    int hash = clean.indexOf('#', question);
    int end = hash < 0 ? clean.length() : hash;
    String query = clean.substring(question + 1, end);
    String redacted = query(query);
    return redacted == query
        ? clean
        : clean.substring(0, question + 1) + redacted + clean.substring(end);
  }

  private static String withoutCredentials(String url) {
    int authority = url.indexOf("://");
    if (authority < 0) {
      return url;
    }
    int start = authority + 3;
    int end = start;
    int at = -1;
    while (end < url.length()) {
      char c = url.charAt(end);
      if (c == '/' || c == '?' || c == '#') {
        break;
      }
      if (c == '@') {
        at = end;
      }
      end++;
    }
    if (at < 0) {
      return url;
    }
    boolean password = url.indexOf(':', start) >= 0 && url.indexOf(':', start) < at;
    return url.substring(0, start)
        + REDACTED
        + (password ? ":" + REDACTED : "")
        + url.substring(at);
  }

  /** Returns the same String when there is nothing to take out. */
  String query(String query) {
    if (query == null || secrets.isEmpty() || query.indexOf('=') < 0) {
      return query;
    }
    StringBuilder result = null;
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      if (end < 0) {
        end = query.length();
      }
      int equals = query.indexOf('=', start);
      boolean secret =
          equals > start && equals < end && secrets.contains(query.substring(start, equals));
      if (secret && result == null) {
        result = new StringBuilder(query.length()).append(query, 0, start);
      }
      if (result != null) {
        if (secret) {
          result.append(query, start, equals + 1).append(REDACTED);
        } else {
          result.append(query, start, end);
        }
        if (end < query.length()) {
          result.append('&');
        }
      }
      start = end + 1;
    }
    return result == null ? query : result.toString();
  }

  /** The path of a URL; null when it has none. */
  static String path(String url) {
    int authority = url == null ? -1 : url.indexOf("://");
    int start = authority < 0 ? -1 : url.indexOf('/', authority + 3);
    if (start < 0) {
      return null;
    }
    int end = start;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
      end++;
    }
    return url.substring(start, end);
  }
}
