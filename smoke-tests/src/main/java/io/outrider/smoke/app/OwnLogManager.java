// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.app;

import io.outrider.smoke.driver.Downstream;
import java.util.logging.LogManager;

/** An application that names its own LogManager, as application servers do. */
public final class OwnLogManager extends LogManager {
  public static void main(String[] args) throws Exception {
    Downstream.call(args[0]);
    System.out.println(LogManager.getLogManager().getClass().getName());
  }
}
