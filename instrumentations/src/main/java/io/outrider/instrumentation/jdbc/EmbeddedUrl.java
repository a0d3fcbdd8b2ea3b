// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

/**
 * URLs of databases that run in the process or behind a server: H2, HSQLDB, Derby, SQLite,
 * Firebird.
 */
final class EmbeddedUrl {
  private EmbeddedUrl() {}

  static void h2(String rest, UrlParts parts) {
    if (startsWith(rest, "tcp:") || startsWith(rest, "ssl:")) {
      String path = parts.authorityAndPath(rest, ";");
      parts.namespace = path == null ? null : file(path);
      parts.serverDefaults();
      return;
    }
    parts.namespace = file(UrlParts.upTo(rest, 0, ";"));
  }

  static void hsqldb(String rest, UrlParts parts) {
    if (startsWith(rest, "hsql") || startsWith(rest, "http")) {
      parts.namespace = parts.authorityAndPath(rest, ";?");
      if (parts.port == 0 && startsWith(rest, "http")) {
        parts.port = startsWith(rest, "https") ? 443 : 80;
      }
      parts.serverDefaults();
      return;
    }
    parts.namespace = file(UrlParts.upTo(rest, 0, ";?"));
  }

  static void derby(String rest, UrlParts parts) {
    if (rest.startsWith("//") || startsWith(rest, "net:")) {
      parts.namespace = parts.authorityAndPath(rest, ";:");
      parts.serverDefaults();
      return;
    }
    parts.namespace = file(UrlParts.upTo(rest, 0, ";"));
  }

  static void sqlite(String rest, UrlParts parts) {
    String path = UrlParts.upTo(rest, 0, "?;");
    parts.namespace = path.equals(":memory:") ? null : file(path);
  }

  /** {@code //host:port/path}, and the older {@code host/port:path}. */
  static void firebird(String rest, UrlParts parts) {
    if (startsWith(rest, "embedded:") || startsWith(rest, "local:")) {
      parts.namespace = file(UrlParts.upTo(rest, rest.indexOf(':') + 1, "?;"));
      return;
    }
    if (rest.contains("//")) {
      parts.namespace = parts.authorityAndPath(rest, "?;");
    } else {
      String text = UrlParts.upTo(rest, 0, "?;");
      int colon = UrlParts.first(text, 0, ":");
      parts.authority(text.substring(0, colon).replace('/', ':'));
      parts.namespace =
          colon < text.length() ? UrlParts.emptyToNull(text.substring(colon + 1)) : null;
    }
    parts.serverDefaults();
  }

  /** Without the words that say what kind of store it is; null for one without a name. */
  private static String file(String path) {
    String name = path;
    String[] kinds = {
      "mem:", "memory:", "file:", "res:", "directory:", "classpath:", "zip:", ":resource:"
    };
    for (String kind : kinds) {
      if (startsWith(name, kind)) {
        name = name.substring(kind.length());
        break;
      }
    }
    return UrlParts.emptyToNull(name);
  }

  private static boolean startsWith(String text, String prefix) {
    return text.regionMatches(true, 0, prefix, 0, prefix.length());
  }
}
