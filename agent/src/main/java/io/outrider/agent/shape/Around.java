// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.shape;

/** What runs before and after the body of a woven call. Implementations never throw. */
public abstract class Around {
  /** The place of the Operation in what {@link #enter} returns. */
  public static final int OPERATION = 0;

  /** Not null: the body is not run. */
  public static final int REFUSAL = 1;

  /** Not null: the body is not run, and this is what the caller gets. */
  public static final int FALLBACK = 2;

  /**
   * What takes the place of the argument that the site may replace; the argument itself to leave
   * it.
   */
  public static final int ARGUMENT = 3;

  /**
   * @return null to do nothing; else an array with the places named above. The body is skipped when
   *     {@link #REFUSAL} is not null: a fallback is a refusal too, with an answer.
   */
  public abstract Object[] enter(Object self, Object a0, Object a1, Object a2);

  /**
   * @param entered what enter returned
   * @return null to leave the outcome as it is; else what is returned, and what is thrown (null:
   *     nothing)
   */
  public abstract Object[] exit(Object entered, Object returned, Object thrown);
}
