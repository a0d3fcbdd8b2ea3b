// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

/** Words what is wrong with a value: the key, the value, where it stands, what is allowed. */
final class Problem {
  private static final int LONGEST_VALUE = 120;

  private Problem() {}

  static String badValue(Key<?> key, Source.Entry entry, BadValue bad) {
    StringBuilder text = new StringBuilder(200);
    text.append("Bad value for ").append(key.isWildcard() ? entry.name : key.name).append(": ");
    text.append(key.secret ? "(hidden)" : quote(entry.value));
    text.append(" (").append(entry.where).append("). Allowed: ").append(bad.allowed).append('.');
    if (bad.fix != null) {
      text.append(" Fix: ").append(bad.fix).append('.');
    }
    if (key.defaultText == null) {
      return text.append(" It is left unset.").toString();
    }
    String used = key.textIfBad();
    text.append(used.equals(key.defaultText) ? " The default " : " To be safe, ");
    return text.append(used).append(" is used.").toString();
  }

  static String unknown(Source.Entry entry) {
    String near = KeyTable.suggest(entry.canonical);
    String meant =
        near == null
            ? " `java -jar outrider.jar config` lists all keys."
            : " Did you mean " + (entry.variable ? Names.environment(near) : near) + "?";
    return "Unknown key " + shorten(entry.name) + " (" + entry.where + "): it is ignored." + meant;
  }

  /** In quotes, shortened, and without a password in a URL. */
  static String quote(String value) {
    return '"' + shorten(withoutPassword(value)) + '"';
  }

  private static String shorten(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
  }

  private static String withoutPassword(String value) {
    int at = value.lastIndexOf('@');
    int scheme = value.indexOf("://");
    int colon = value.indexOf(':', scheme < 0 ? 0 : scheme + 3);
    if (at < 0 || colon < 0 || colon > at) {
      return value;
    }
    return value.substring(0, scheme < 0 ? 0 : scheme + 3) + "***" + value.substring(at);
  }
}
