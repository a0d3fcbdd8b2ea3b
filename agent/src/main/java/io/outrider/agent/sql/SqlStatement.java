// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

/** What was read from one SQL text. Immutable. */
public final class SqlStatement {
  static final SqlStatement UNKNOWN = new SqlStatement(null, null, null, null, null);

  private final String text;
  private final String summary;
  private final String operation;
  private final String collection;
  private final String storedProcedure;

  SqlStatement(
      String text, String summary, String operation, String collection, String storedProcedure) {
    this.text = text;
    this.summary = summary;
    this.operation = operation;
    this.collection = collection;
    this.storedProcedure = storedProcedure;
  }

  /**
   * {@code db.query.text}: without literals, comments and needless white space; at most 32,768
   * characters. Null when there was no text.
   */
  public String text() {
    return text;
  }

  /**
   * {@code db.query.summary}: operations and their targets in the order and case of the text, at
   * most 255 characters. Null when no operation was recognised.
   */
  public String summary() {
    return summary;
  }

  /** The operation, when there is just one; else null. */
  public String operation() {
    return operation;
  }

  /** The one table or view that the one operation names; else null. */
  public String collection() {
    return collection;
  }

  /** {@code db.stored_procedure.name}: the one procedure that is called; else null. */
  public String storedProcedure() {
    return storedProcedure;
  }

  @Override
  public String toString() {
    return summary + ": " + text;
  }
}
