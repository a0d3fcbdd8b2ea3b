// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

/**
 * Reads SQL text as the semantic conventions for databases want it reported. Never throws; takes
 * time in proportion to the text, of which it reads the first 32,768 characters.
 */
public final class Sql {
  /** The most characters that are read. */
  static final int LIMIT = 32 * 1024;

  private Sql() {}

  /**
   * Reads one text, whose literals are replaced.
   *
   * @param text may be null
   * @param dbSystem the {@code db.system.name} that it is meant for; null when not known
   */
  public static SqlStatement analyse(String text, String dbSystem) {
    return analyse(text, dbSystem, true);
  }

  /**
   * Reads one text.
   *
   * @param sanitise false for a text that was given to be prepared: it stays as it is when it holds
   *     a parameter or no literal. One with literals alone was put together from values, and is
   *     treated like any other.
   */
  public static SqlStatement analyse(String text, String dbSystem, boolean sanitise) {
    return analyse(text, dbSystem, sanitise, false);
  }

  /**
   * Reads what was sent as one batch of two or more: the text of all its statements, or their texts
   * with semicolons between. The summary is {@code BATCH} and that of each statement, when they are
   * the same; else {@code BATCH}.
   */
  public static SqlStatement analyseBatch(String text, String dbSystem, boolean sanitise) {
    return analyse(text, dbSystem, sanitise, true);
  }

  static SqlStatement analyse(String text, String dbSystem, boolean sanitise, boolean batch) {
    if (text == null) {
      return batch
          ? new SqlStatement(
              null, SqlFindings.BATCH, SqlFindings.BATCH, null, null, SqlStatement.Effect.UNKNOWN)
          : SqlStatement.UNKNOWN;
    }
    try {
      int end = cut(text);
      SqlFindings findings = new SqlFindings(batch);
      SqlSummary summary = new SqlSummary(findings);
      SqlScanner scanner = new SqlScanner(text, end, SqlDialect.of(dbSystem), summary);
      scanner.run();
      boolean asGiven = !sanitise && scanner.parameterised();
      String shown = asGiven ? text.substring(0, end) : scanner.text();
      return findings.result(shown, end < text.length());
    } catch (RuntimeException e) {
      // A defect here: say nothing rather than something that was not cleaned.
      return SqlStatement.UNKNOWN;
    }
  }

  private static int cut(String text) {
    if (text.length() <= LIMIT) {
      return text.length();
    }
    return Character.isHighSurrogate(text.charAt(LIMIT - 1)) ? LIMIT - 1 : LIMIT;
  }
}
