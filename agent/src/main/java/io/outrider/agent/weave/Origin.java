// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.security.CodeSource;

/** Says where a class comes from, for people: the library's version and file. */
final class Origin {
  private Origin() {}

  static String of(Class<?> type) {
    StringBuilder text = new StringBuilder(type.getName());
    try {
      Package of = type.getPackage();
      String version = of == null ? null : of.getImplementationVersion();
      CodeSource source = type.getProtectionDomain().getCodeSource();
      if (version != null) {
        text.append(" version ").append(version);
      }
      if (source != null && source.getLocation() != null) {
        String path = source.getLocation().getPath();
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        text.append(" (").append(path, path.lastIndexOf('/', end - 1) + 1, end).append(')');
      }
    } catch (RuntimeException e) {
      // A security manager, or a code source without a path: the name has to do.
    }
    return text.toString();
  }
}
