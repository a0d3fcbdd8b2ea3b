// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A few host names, each of which may begin with {@code *.} for all that lies below. */
final class HostPatterns {
  private final List<String> exact = new ArrayList<String>();
  private final List<String> suffixes = new ArrayList<String>();

  HostPatterns(List<String> patterns) {
    for (String pattern : patterns) {
      String lower = pattern.toLowerCase(Locale.ROOT);
      if (lower.startsWith("*")) {
        suffixes.add(lower.substring(1));
      } else {
        exact.add(lower);
      }
    }
  }

  boolean matches(String host) {
    if (host == null || exact.isEmpty() && suffixes.isEmpty()) {
      return false;
    }
    String lower = host.toLowerCase(Locale.ROOT);
    for (int i = 0; i < exact.size(); i++) {
      if (exact.get(i).equals(lower)) {
        return true;
      }
    }
    for (int i = 0; i < suffixes.size(); i++) {
      if (lower.endsWith(suffixes.get(i))) {
        return true;
      }
    }
    return false;
  }
}
