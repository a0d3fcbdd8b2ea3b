// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

/** The smallest application. */
final class Hello {
  private Hello() {}

  public static void main(String[] args) {
    System.out.println("Hello, world");
  }
}
