// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.app;

import io.outrider.smoke.driver.Downstream;

/** Calls the URL it is given, and ends at once. */
public final class OneCall {
  private OneCall() {}

  public static void main(String[] args) throws Exception {
    Downstream.call(args[0]);
    System.out.println("called");
    if (args.length > 1) {
      System.exit(Integer.parseInt(args[1]));
    }
  }
}
