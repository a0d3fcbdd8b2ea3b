// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.Collection;

/** Finds what somebody may have meant. */
final class Suggestion {
  private Suggestion() {}

  /** {@code "; did you mean X?"}, or nothing when no candidate is near. */
  static String of(String given, Collection<String> candidates) {
    String best = null;
    int bestDistance = Math.max(2, given.length() / 3) + 1;
    for (String candidate : candidates) {
      // The last word alone may be what was written: failure-rate.
      String last = candidate.substring(candidate.lastIndexOf('.') + 1);
      int distance = Math.min(distance(given, candidate), distance(given, last) + 1);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best == null ? "" : "; did you mean " + best + "?";
  }

  /** Levenshtein's: how many letters to insert, delete or replace. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
