// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import org.junit.jupiter.api.Assumptions;

/** Tests that cannot run here say why; where nothing may be skipped, they fail. */
public final class Skip {
  private Skip() {}

  public static void because(String reason) {
    if (Boolean.getBoolean("smoke.skip.nothing")) {
      throw new AssertionError("must not be skipped, but " + reason);
    }
    System.out.println("SKIPPED: " + reason);
    Assumptions.abort(reason);
  }
}
