// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.outrider.agent.config.Glob;

/** What a rule wants of one request header: one of several patterns, whole and with its case. */
final class HeaderMatch {
  final String name;
  private final Glob[] values;

  HeaderMatch(String name, Glob[] values) {
    this.name = name;
    this.values = values;
  }

  /** A header that is not there matches nothing; the first counts of one that is there twice. */
  boolean accepts(GuardedCall call) {
    String value = call.header(name);
    if (value != null) {
      for (Glob glob : values) {
        if (glob.matches(value)) {
          return true;
        }
      }
    }
    return false;
  }
}
