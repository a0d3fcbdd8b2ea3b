// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Which part of a server's places calls of a level may fill: all of them for critical ones, 80 %
 * for sheddable-plus, 60 % for sheddable. The rest is kept for what matters more.
 *
 * <p>Levels only mean something beside each other. What names none is critical, so a service that
 * has no levels has the use of its whole limit; where there are levels, the sheddable calls leave
 * first. There is one count for all levels and no partition: what a level does not use, those above
 * it may (and two levels can never add up to more than the limit).
 */
final class Shares {
  private static final int SHEDDABLE_PLUS = 80;
  private static final int SHEDDABLE = 60;

  private Shares() {}

  /** How many places may be taken, in all, for a call of this level to get one; at least 1. */
  static int of(int limit, Criticality level) {
    return sheddable(level)
        ? Math.max(
            1,
            (int)
                ((long) limit
                    * (level == Criticality.SHEDDABLE ? SHEDDABLE : SHEDDABLE_PLUS)
                    / 100))
        : limit;
  }

  static boolean sheddable(Criticality level) {
    return level == Criticality.SHEDDABLE || level == Criticality.SHEDDABLE_PLUS;
  }
}
