// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers what was read from the last thousand texts or so. A hit takes no lock and allocates
 * nothing.
 *
 * <p>128 sets of eight: a text can be in one set only, and pushes out one there that was not asked
 * for since the last push. Texts that come once, such as those with values written into them, so
 * leave the others where they are.
 */
public final class SqlCache {
  /** Longer texts are rare, and would hold much memory: they are read each time. */
  static final int LONGEST = 10_000;

  private static final int SETS = 128;
  private static final int WAYS = 8;

  static final int CAPACITY = SETS * WAYS;

  private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<Entry>(CAPACITY);

  /** {@link Sql#analyse(String, String, boolean)}, remembered. */
  public SqlStatement analyse(String text, String dbSystem, boolean sanitise) {
    return get(text, dbSystem, sanitise ? 1 : 0);
  }

  /** {@link Sql#analyseBatch(String, String, boolean)}, remembered. */
  public SqlStatement analyseBatch(String text, String dbSystem, boolean sanitise) {
    return get(text, dbSystem, sanitise ? 3 : 2);
  }

  private SqlStatement get(String text, String dbSystem, int manner) {
    if (text == null || text.length() > LONGEST) {
      return Sql.analyse(text, dbSystem, (manner & 1) != 0, (manner & 2) != 0);
    }
    int hash = text.hashCode() * 31 + manner;
    int set = (hash ^ hash >>> 7 ^ hash >>> 16) & SETS - 1;
    for (int i = set * WAYS; i < (set + 1) * WAYS; i++) {
      Entry entry = entries.get(i);
      if (entry != null && entry.is(text, dbSystem, manner, hash)) {
        if (!entry.used) {
          entry.used = true;
        }
        return entry.statement;
      }
    }
    SqlStatement statement = Sql.analyse(text, dbSystem, (manner & 1) != 0, (manner & 2) != 0);
    entries.set(replaceable(set), new Entry(text, dbSystem, manner, hash, statement));
    return statement;
  }

  /** Two threads may pick the same place: then one text is read once more. */
  private int replaceable(int set) {
    int from = set * WAYS;
    for (int i = from; i < from + WAYS; i++) {
      Entry entry = entries.get(i);
      if (entry == null) {
        return i;
      }
    }
    int start = next++ & WAYS - 1;
    for (int i = 0; i < WAYS; i++) {
      int place = from + (start + i & WAYS - 1);
      Entry entry = entries.get(place);
      if (!entry.used) {
        return place;
      }
      entry.used = false;
    }
    return from + start;
  }

  /** Where the search for a place begins. Races do not matter. */
  private int next;

  int size() {
    int size = 0;
    for (int i = 0; i < CAPACITY; i++) {
      size += entries.get(i) == null ? 0 : 1;
    }
    return size;
  }

  private static final class Entry {
    private final String text;
    private final String dbSystem;
    private final int manner;
    private final int hash;
    private final SqlStatement statement;

    /** Written without order between threads: a lost mark costs one reading at most. */
    private boolean used;

    Entry(String text, String dbSystem, int manner, int hash, SqlStatement statement) {
      this.text = text;
      this.dbSystem = dbSystem;
      this.manner = manner;
      this.hash = hash;
      this.statement = statement;
    }

    boolean is(String otherText, String otherSystem, int otherManner, int otherHash) {
      return hash == otherHash
          && manner == otherManner
          && (text == otherText || text.equals(otherText))
          && (dbSystem == otherSystem || dbSystem != null && dbSystem.equals(otherSystem));
    }
  }
}
