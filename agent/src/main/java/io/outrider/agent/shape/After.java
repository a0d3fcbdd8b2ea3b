// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.shape;

/**
 * Runs when a call has returned or thrown, and may replace what it returns. Implementations never
 * throw.
 */
public abstract class After {
  public abstract Object after(Object self, Object a0, Object returned, Object thrown);
}
