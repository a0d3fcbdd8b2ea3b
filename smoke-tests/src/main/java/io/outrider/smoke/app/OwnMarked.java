// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.app;

/** Calls what only its package sees. */
@OwnMark
public final class OwnMarked {
  private OwnMarked() {}

  public static String call(OwnService service) {
    return service.marked();
  }
}
