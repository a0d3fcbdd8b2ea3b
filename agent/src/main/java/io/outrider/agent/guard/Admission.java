// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** The answer of a guard: a {@link Permit}, or a {@link Refusal}. Nothing else extends it. */
public abstract class Admission {
  Admission() {}

  /** The refusal, or null when the call may be made. */
  public final Refusal refusal() {
    // An exact class check instead of a virtual call: this is asked on every call.
    return this instanceof Refusal ? (Refusal) this : null;
  }

  /** The permit, or null when the call is refused. */
  public final Permit permit() {
    return this instanceof Refusal ? null : (Permit) this;
  }
}
