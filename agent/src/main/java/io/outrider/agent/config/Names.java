// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

/**
 * The spellings of a key. Properties, files and environment variables meet in one canonical form,
 * lower case with dots: an environment variable cannot tell a dot from a dash.
 */
final class Names {
  private Names() {}

  /** As long as the name, so that positions in one are positions in the other. */
  static String canonical(String name) {
    int length = name.length();
    char[] canonical = new char[length];
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      canonical[i] =
          c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c == '-' || c == '_' ? '.' : c;
    }
    return new String(canonical);
  }

  /** OUTRIDER_LOG_LEVEL for outrider.log.level. */
  static String environment(String name) {
    int length = name.length();
    char[] upper = new char[length];
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      upper[i] = c >= 'a' && c <= 'z' ? (char) (c - ('a' - 'A')) : c == '-' || c == '.' ? '_' : c;
    }
    return new String(upper);
  }

  static boolean isOurs(String name) {
    return name.startsWith("outrider.") || name.startsWith("otel.");
  }

  /** Windows gives variables in whatever case they were set. */
  static boolean isOurVariable(String name) {
    return name.regionMatches(true, 0, "OUTRIDER_", 0, 9)
        || name.regionMatches(true, 0, "OTEL_", 0, 5);
  }

  /**
   * True for a variable that Kubernetes or Docker sets in every container when a service is called
   * outrider: OUTRIDER_SERVICE_HOST, OUTRIDER_PORT_4318_TCP_ADDR.
   */
  static boolean isServiceLink(String variable, String value) {
    return variable.endsWith("_SERVICE_HOST")
        || variable.contains("_SERVICE_PORT")
        || variable.contains("_PORT_") && (variable.contains("_TCP") || variable.contains("_UDP"))
        || variable.endsWith("_PORT") && value.contains("://");
  }
}
