// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.app;

/** The smallest application: prints a line, and ends with the code it is given. */
public final class Hello {
  private Hello() {}

  public static void main(String[] args) {
    System.out.println("Hello, world");
    if (args.length > 0) {
      System.exit(Integer.parseInt(args[0]));
    }
  }
}
