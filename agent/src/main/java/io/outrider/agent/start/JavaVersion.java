// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

/** Which Java this is. */
final class JavaVersion {
  private JavaVersion() {}

  /** 8, 11, 17 ...; 9 when it cannot be told. */
  static int feature() {
    return feature(System.getProperty("java.specification.version", ""));
  }

  static int feature(String specification) {
    try {
      return Integer.parseInt(
          specification.startsWith("1.") ? specification.substring(2) : specification);
    } catch (NumberFormatException e) {
      return 9;
    }
  }
}
