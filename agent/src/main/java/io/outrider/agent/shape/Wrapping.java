// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.shape;

/** Replaces one argument of a call. Implementations never throw. */
public abstract class Wrapping {
  public abstract Object wrap(Object self, Object argument);
}
