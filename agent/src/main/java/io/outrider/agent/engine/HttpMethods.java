// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The methods that may become a name; all others are {@code _OTHER}, or a scanner could make any
 * number of series.
 */
final class HttpMethods {
  static final String OTHER = "_OTHER";

  private final Map<String, String> known = new HashMap<String, String>();

  HttpMethods(Collection<String> names) {
    for (String name : names) {
      known.put(name, name);
    }
  }

  /**
   * The method itself, always the same String for the same method, or {@link #OTHER}. Case matters,
   * as in RFC 9110.
   */
  String normalised(String method) {
    String name = method == null ? null : known.get(method);
    return name == null ? OTHER : name;
  }

  /** What a span is called when it has no route. */
  static String spanName(String normalised) {
    return OTHER.equals(normalised) ? "HTTP" : normalised;
  }
}
