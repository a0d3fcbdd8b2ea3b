// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

/** A text that is not a value of its key's type: what would be one, and what to write instead. */
final class BadValue extends Exception {
  private static final long serialVersionUID = 1;

  final String allowed;

  /** Null when there is nothing better to propose than the default. */
  final String fix;

  BadValue(String allowed, String fix) {
    super(allowed, null, false, false);
    this.allowed = allowed;
    this.fix = fix;
  }
}
