// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import java.lang.instrument.Instrumentation;

/** Lets tests of other packages have the dispatcher in java.lang; once in a JVM. */
public final class TestDispatcher {
  private static Dispatcher defined;

  private TestDispatcher() {}

  public static synchronized Class<?> define(Instrumentation instrumentation) throws Exception {
    if (defined == null) {
      defined = Dispatcher.define(instrumentation);
    }
    return defined.type;
  }
}
