// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

import java.util.Arrays;

/**
 * Makes the summary of a text from its tokens, as they come: {@code SELECT orders customers}. It
 * knows of a statement's grammar only where an operation begins and where a target's name stands;
 * everything else passes by.
 */
final class SqlSummary {
  private static final int MOST_CTES = 32;

  /** What the next name would be. */
  private enum Expected {
    NOTHING,
    TABLE,
    PROCEDURE,
    KIND_OF_OBJECT,
    OBJECT,
    SPACE,
    CTE
  }

  // What is known of the tokens within one pair of parentheses.
  /** Nothing but punctuation has come yet. */
  private static final int START = 1;

  private static final int SELECT = 2;

  /** In a list of tables: a comma is followed by the next one. */
  private static final int TABLES = 4;

  private static final int TABLES_SEEN = 8;

  /** After WITH or EXPLAIN: the operation is still to come, wherever. */
  private static final int PENDING = 16;

  /** In the body of a common table expression, which may change rows. */
  private static final int BODY = 32;

  private static final int INSERT = 64;
  private static final int DROP = 128;

  private final SqlFindings findings;
  private final StringBuilder name = new StringBuilder();
  private final String[] ctes = new String[MOST_CTES];

  private int[] modes = new int[8];
  private Expected[] outer = new Expected[8];
  private int depth;
  private Expected expected = Expected.NOTHING;
  private boolean naming;
  private boolean dotted;
  private SqlWord last;
  private SqlWord definition;
  private String definitionText;
  private boolean passing;
  private boolean routine;
  private boolean over;
  private boolean secretive;
  private boolean secretiveGrant;
  private int cteCount;
  private boolean holdsRows;

  SqlSummary(SqlFindings findings) {
    this.findings = findings;
    modes[0] = START;
  }

  /** True where a quoted text can only be a name. */
  boolean expectsName() {
    return !passing
        && !over
        && (expected == Expected.TABLE
            || expected == Expected.OBJECT
            || expected == Expected.PROCEDURE
            || expected == Expected.CTE
            || expected == Expected.SPACE);
  }

  /** True where even a text in single quotes is a name. */
  boolean expectsTable() {
    return !passing && !over && expected == Expected.TABLE;
  }

  /** True when what follows this word is a password, whether or not it is quoted. */
  boolean beforeSecret(SqlWord word) {
    if (word == SqlWord.PASSWORD) {
      return secretive && (expected == Expected.NOTHING || naming);
    }
    return word == SqlWord.BY && last == SqlWord.IDENTIFIED && (secretive || secretiveGrant);
  }

  /** A name in quotes, or a word after a dot: never one that means something. */
  void name(String text, int start, int end) {
    begin(text, start, end, null);
  }

  /**
   * @param word null when it is none that means something
   */
  void word(String text, int start, int end, SqlWord word) {
    begin(text, start, end, word);
  }

  void dot() {
    if (naming) {
      name.append('.');
      dotted = true;
    }
  }

  void comma() {
    finishName();
    int mode = modes[depth];
    if (passing || over) {
      return;
    }
    if ((mode & TABLES) != 0) {
      expected = Expected.TABLE;
    } else if ((mode & DROP) != 0) {
      expected = Expected.OBJECT;
    } else if ((mode & PENDING) != 0 && cteCount > 0) {
      expected = Expected.CTE;
    }
  }

  void open() {
    finishName();
    int mode = modes[depth];
    boolean tables = expected == Expected.TABLE && (mode & TABLES) != 0;
    if (depth + 1 == modes.length) {
      modes = Arrays.copyOf(modes, modes.length * 2);
      outer = Arrays.copyOf(outer, outer.length * 2);
    }
    // The number of rows in UPDATE TOP (10) t stands before the name; else the name is not needed.
    outer[depth] = last == SqlWord.TOP ? expected : Expected.NOTHING;
    depth++;
    modes[depth] =
        START | (tables ? SELECT | TABLES | TABLES_SEEN : 0) | ((mode & PENDING) != 0 ? BODY : 0);
    expected = tables ? Expected.TABLE : Expected.NOTHING;
    last = null;
  }

  void close() {
    finishName();
    if (depth > 0) {
      depth--;
      expected = outer[depth];
    }
    last = null;
  }

  void semicolon() {
    finishName();
    depth = 0;
    modes[0] = START;
    expected = Expected.NOTHING;
    last = null;
    passing = false;
    secretive = false;
    secretiveGrant = false;
    cteCount = 0;
    findings.endOfStatement();
  }

  void operator() {
    finishName();
    last = null;
  }

  /** A parameter or a literal; what was to be named is then not named in the text. */
  void value() {
    finishName();
    if (expected != Expected.PROCEDURE && expected != Expected.KIND_OF_OBJECT) {
      // EXEC @result = procedure
      expected = Expected.NOTHING;
    }
    last = null;
  }

  private void begin(String text, int start, int end, SqlWord word) {
    if (naming) {
      if (dotted) {
        name.append(text, start, end);
        dotted = false;
        return;
      }
      finishName();
    }
    if (!passing && !over) {
      boolean opening = (modes[depth] & START) != 0;
      modes[depth] &= ~START;
      if (expected == Expected.NOTHING || !taken(text, start, end, word)) {
        general(text, start, end, word, opening);
      }
    }
    last = word;
  }

  /**
   * A word where a name is expected.
   *
   * @return false when it has to be looked at as any other
   */
  private boolean taken(String text, int start, int end, SqlWord word) {
    if (expected == Expected.KIND_OF_OBJECT) {
      return kindOfObject(text, start, end, word);
    }
    if (word != null) {
      if (word.role() == SqlWord.Role.MODIFIER || last == SqlWord.OR) {
        return true;
      }
      if (expected == Expected.TABLE) {
        if (word == SqlWord.INTO
            || word == SqlWord.FROM
            || word == SqlWord.TABLE && (modes[depth] & INSERT) != 0) {
          return true;
        }
        if (word == SqlWord.SELECT || word == SqlWord.WITH || word.role() == SqlWord.Role.CLAUSE) {
          expected = Expected.NOTHING;
          return false;
        }
      } else if (word == SqlWord.ON
          || word == SqlWord.IMMEDIATE
          || expected == Expected.PROCEDURE && word == SqlWord.NEXT) {
        expected = Expected.NOTHING;
        passing = true;
        return true;
      }
    }
    naming = true;
    name.setLength(0);
    name.append(text, start, end);
    return true;
  }

  private boolean kindOfObject(String text, int start, int end, SqlWord word) {
    if (word == SqlWord.OR || word == SqlWord.REPLACE) {
      return true;
    }
    SqlWord.Role role = word == null ? SqlWord.Role.OTHER : word.role();
    switch (role) {
      case MODIFIER:
      case KIND_MODIFIER:
        return true;
      case TABLE:
      case OBJECT:
      case ROUTINE:
      case ACCOUNT:
        findings.operation(definitionText + ' ' + text.substring(start, end));
        expected = Expected.OBJECT;
        holdsRows = role == SqlWord.Role.TABLE;
        secretive = role == SqlWord.Role.ACCOUNT || word == SqlWord.DATABASE;
        if (definition == SqlWord.DROP || definition == SqlWord.TRUNCATE) {
          modes[depth] |= DROP;
        } else {
          routine = role == SqlWord.Role.ROUTINE;
        }
        return true;
      default:
        findings.operation(definitionText);
        expected = Expected.NOTHING;
        if (definition == SqlWord.TRUNCATE) {
          expected = Expected.OBJECT;
          holdsRows = true;
          return taken(text, start, end, word);
        }
        secretive = true;
        passing = true;
        return true;
    }
  }

  private void general(String text, int start, int end, SqlWord word, boolean opening) {
    int mode = modes[depth];
    if (word == null) {
      // Not a statement that is known: PL/SQL's call of a procedure, or no SQL at all.
      passing = opening && depth == 0;
      return;
    }
    boolean begins = opening && depth == 0;
    switch (word) {
      case SELECT:
        findings.operation(text.substring(start, end));
        modes[depth] = SELECT;
        return;
      case FROM:
        if ((mode & SELECT) != 0 && (mode & TABLES_SEEN) == 0 && last != SqlWord.DISTINCT) {
          modes[depth] |= TABLES | TABLES_SEEN;
          expected = Expected.TABLE;
        }
        return;
      case JOIN:
      case STRAIGHT_JOIN:
      case APPLY:
        if ((mode & TABLES) != 0) {
          expected = Expected.TABLE;
        }
        return;
      case INTO:
        if ((mode & INSERT) != 0) {
          expected = Expected.TABLE;
        } else if ((mode & SELECT) != 0) {
          // Makes a table, or a file; or fills variables, which is told apart by nobody here.
          findings.writes();
        }
        return;
      case WITH:
        if (opening || (mode & INSERT) != 0 || last == SqlWord.AS) {
          modes[depth] = mode & ~START | PENDING;
          expected = Expected.CTE;
        }
        return;
      case IF:
        modes[depth] |= begins ? PENDING : 0;
        return;
      case VALUES:
      case SET:
        modes[depth] &= ~TABLES;
        if (begins) {
          findings.operation(text.substring(start, end));
          passing = word == SqlWord.SET;
        }
        return;
      default:
        break;
    }
    switch (word.role()) {
      case CHANGE:
        if (begins
            || opening && (mode & BODY) != 0 && word != SqlWord.REPLACE
            || (mode & PENDING) != 0) {
          findings.writes();
          findings.operation(text.substring(start, end));
          modes[depth] =
              word == SqlWord.UPDATE || word == SqlWord.DELETE || word == SqlWord.MERGE
                  ? 0
                  : INSERT;
          expected = Expected.TABLE;
          holdsRows = true;
        }
        return;
      case CALL:
        if (begins) {
          findings.writes();
          findings.operation(text.substring(start, end));
          expected = Expected.PROCEDURE;
        }
        return;
      case DEFINITION:
        if (begins) {
          findings.writes();
          definition = word;
          definitionText = text.substring(start, end);
          expected = Expected.KIND_OF_OBJECT;
        }
        return;
      case CLAUSE:
        modes[depth] &= word == SqlWord.RETURNING ? ~(TABLES | INSERT) : ~TABLES;
        return;
      case COMMAND:
      case SECRETIVE:
        if (begins) {
          command(text, start, end, word);
        }
        return;
      default:
        passing = begins;
    }
  }

  private void command(String text, int start, int end, SqlWord word) {
    if (word == SqlWord.END && findings.hasOperation()) {
      // Of a block, not of a transaction.
      passing = true;
      return;
    }
    findings.operation(text.substring(start, end));
    if (changes(word)) {
      findings.writes();
    }
    secretive = word.role() == SqlWord.Role.SECRETIVE;
    secretiveGrant = word == SqlWord.GRANT;
    if (word == SqlWord.BEGIN) {
      modes[depth] |= START;
    } else if (word == SqlWord.EXPLAIN) {
      modes[depth] |= PENDING;
    } else if (word == SqlWord.USE) {
      expected = Expected.SPACE;
    } else if (word == SqlWord.COPY) {
      expected = Expected.TABLE;
    } else {
      passing = true;
    }
  }

  /** What databases refuse in transactions that are read only, and commands of other databases. */
  private static boolean changes(SqlWord command) {
    switch (command) {
      case GRANT:
      case REVOKE:
      case DENY:
      case COMMENT:
      case RENAME:
      case REINDEX:
      case REFRESH:
      case VACUUM:
      case OPTIMIZE:
      case REPAIR:
      case COPY:
      case LOAD:
      case IMPORT:
      case RESTORE:
      case RECOVER:
      case RUNSCRIPT:
      case DO:
      case DECLARE:
      case SHUTDOWN:
        return true;
      default:
        return false;
    }
  }

  private void finishName() {
    if (!naming) {
      return;
    }
    naming = false;
    dotted = false;
    String found = name.toString();
    Expected as = expected;
    expected = Expected.NOTHING;
    if (as == Expected.CTE) {
      if (cteCount < MOST_CTES) {
        ctes[cteCount++] = found;
      }
    } else if (as != Expected.TABLE || !isCte(found)) {
      findings.target(found, kind(as));
    }
    if (routine) {
      // The body holds statements of its own, and semicolons between them.
      over = true;
    }
  }

  private SqlFindings.Kind kind(Expected as) {
    if (as == Expected.PROCEDURE) {
      return SqlFindings.Kind.PROCEDURE;
    }
    return as == Expected.TABLE || as == Expected.OBJECT && holdsRows
        ? SqlFindings.Kind.COLLECTION
        : SqlFindings.Kind.OTHER;
  }

  private boolean isCte(String found) {
    for (int i = 0; i < cteCount; i++) {
      if (ctes[i].equalsIgnoreCase(found)) {
        return true;
      }
    }
    return false;
  }

  /** The text is over. */
  void end() {
    finishName();
  }
}
