// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import java.util.Collection;

/** Finds what somebody meant to write. */
public final class Suggestion {
  private static final int LONGEST = 100;

  private Suggestion() {}

  /** The candidate that takes the fewest edits, else one that begins so; null when none is near. */
  public static String nearest(String given, String... candidates) {
    String best = null;
    // A third of the letters may be wrong, at least one: more of them is another word.
    int bestDistance = Math.max(1, given.length() / 3) + 1;
    for (int i = 0; i < candidates.length; i++) {
      int distance = distance(given, candidates[i]);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = candidates[i];
      }
    }
    for (int i = 0;
        best == null && given.length() >= 3 && given.length() <= LONGEST && i < candidates.length;
        i++) {
      best = candidates[i].startsWith(given) ? candidates[i] : null;
    }
    return best;
  }

  public static String nearest(String given, Collection<String> candidates) {
    return nearest(given, candidates.toArray(new String[0]));
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that turn one into the other: the
   * optimal string alignment distance.
   */
  static int distance(String a, String b) {
    if (a.length() > LONGEST || b.length() > LONGEST) {
      return Integer.MAX_VALUE;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
