// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.shape;

/** Something that is in force while a body runs. Implementations never throw. */
public abstract class Scoped {
  public abstract Object open(Object self, Object a0);

  public abstract void close(Object opened);
}
