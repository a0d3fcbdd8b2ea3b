// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.weave.Weave;

/** The shutdown hook of those JVMs that could not end while a class is being woven. */
final class End extends Thread {
  private static final long PATIENCE_NANOS = 2000000000L;

  private final Weave weave;

  End(Weave weave) {
    super(null, null, "outrider-end", 0);
    this.weave = weave;
    setContextClassLoader(End.class.getClassLoader());
  }

  @Override
  public void run() {
    weave.end(PATIENCE_NANOS);
  }
}
