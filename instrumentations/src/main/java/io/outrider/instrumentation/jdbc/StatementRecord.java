// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

/**
 * What is known of one statement. Does not refer to it. A statement is used by one thread at a
 * time, or its user makes sure of the order: no field needs more.
 */
final class StatementRecord {
  /** Of one batch, as much as is read of any text. */
  private static final int LONGEST_BATCH = 32 * 1024;

  private final ConnectionRecord connection;
  private final String sql;
  private Additions additions;
  private int told;
  private String firstText;
  private String lastText;
  private StringBuilder texts;

  /**
   * @param sql null for a statement that is given its text when it runs
   */
  StatementRecord(ConnectionRecord connection, String sql) {
    this.connection = connection;
    this.sql = sql;
  }

  ConnectionRecord connection() {
    return connection;
  }

  String sql() {
    return sql;
  }

  /**
   * Something was added to the batch.
   *
   * @param text null for another set of parameters
   */
  void added(Class<?> type, String text) {
    if (additions == null) {
      additions = Additions.of(type);
    }
    told++;
    if (text == null) {
      return;
    }
    if (firstText == null) {
      firstText = text;
    } else if (!text.equals(lastText)) {
      if (texts == null) {
        texts = new StringBuilder(firstText);
      }
      if (texts.length() < LONGEST_BATCH) {
        texts.append("; ").append(text);
      }
    }
    lastText = text;
  }

  /** 1 when nothing is known of a batch. */
  int batchSize() {
    return additions == null ? 1 : additions.size(told);
  }

  /** The one text of the batch, or the different ones with semicolons between. */
  String batchText() {
    return texts == null ? firstText : texts.toString();
  }

  /**
   * The batch was run.
   *
   * @param results null when it failed
   */
  void ran(Object results) {
    if (additions != null) {
      additions.learn(told, results);
    }
    clearBatch();
  }

  void clearBatch() {
    told = 0;
    firstText = null;
    lastText = null;
    texts = null;
  }
}
