// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.app;

import java.lang.instrument.Instrumentation;

/** An agent that does nothing: what is loaded under it the JVM itself has loaded. */
public final class EmptyAgent {
  private EmptyAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {}
}
