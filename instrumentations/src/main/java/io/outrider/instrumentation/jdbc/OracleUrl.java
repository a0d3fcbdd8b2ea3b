// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

/**
 * Oracle's URLs: {@code thin:[user/password]@} and then {@code host:port:sid}, {@code
 * [//]host[:port]/service}, a descriptor in parentheses, or an alias. The namespace is the service
 * or the SID that was asked for.
 */
final class OracleUrl {
  private OracleUrl() {}

  static void read(String rest, UrlParts parts) {
    int descriptor = rest.indexOf("@(");
    if (descriptor >= 0) {
      descriptor(rest.substring(descriptor + 1), parts);
      return;
    }
    int at = rest.lastIndexOf('@', UrlParts.first(rest, 0, "?") - 1);
    if (at < 0) {
      return;
    }
    String target = UrlParts.upTo(rest, at + 1, "?");
    int scheme = target.indexOf("//");
    if (target.startsWith("ldap")) {
      // A directory's address, not the database's.
      int slash = target.indexOf('/', scheme + 2);
      parts.namespace = slash < 0 ? null : UrlParts.upTo(target, slash + 1, ",?");
      return;
    }
    if (scheme >= 0) {
      target = target.substring(scheme + 2);
    } else if (UrlParts.first(target, 0, ":/") == target.length()) {
      parts.namespace = UrlParts.emptyToNull(target);
      return;
    }
    address(target, parts);
  }

  private static void address(String target, UrlParts parts) {
    int slash = UrlParts.first(target, 0, "/");
    String authority = target.substring(0, slash);
    if (slash < target.length()) {
      // service[:server][/instance]
      parts.namespace = UrlParts.emptyToNull(UrlParts.upTo(target, slash + 1, ":/"));
    } else if (!authority.startsWith("[")) {
      int port = authority.indexOf(':');
      int sid = port < 0 ? -1 : authority.indexOf(':', port + 1);
      if (sid >= 0) {
        parts.namespace = UrlParts.emptyToNull(authority.substring(sid + 1));
        authority = authority.substring(0, sid);
      }
    }
    parts.authority(authority);
    parts.serverDefaults();
  }

  private static void descriptor(String text, UrlParts parts) {
    String host = UrlParts.property(text, "HOST", "()");
    if (host != null) {
      parts.host(host);
    }
    String port = UrlParts.property(text, "PORT", "()");
    parts.port = port == null ? 0 : UrlParts.number(port);
    String service = UrlParts.property(text, "SERVICE_NAME", "()");
    parts.namespace = service == null ? UrlParts.property(text, "SID", "()") : service;
    if (parts.host != null) {
      parts.serverDefaults();
    }
  }
}
