// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What a header may be called: a token of RFC 9110, section 5.6.2. */
final class FieldName {
  private FieldName() {}

  static boolean isOne(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letter && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
