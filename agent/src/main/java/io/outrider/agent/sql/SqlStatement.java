// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

/** What was read from one SQL text. Immutable. */
public final class SqlStatement {
  static final SqlStatement UNKNOWN =
      new SqlStatement(null, null, null, null, null, Effect.UNKNOWN);

  private final String text;
  private final String summary;
  private final String operation;
  private final String collection;
  private final String storedProcedure;
  private final Effect effect;

  /** What a statement does to the database. */
  public enum Effect {
    /**
     * Nothing, as far as its words tell: a function that it calls may do anything, and no text says
     * so.
     */
    READS,
    /**
     * It changes rows, tables or rights, or calls a procedure, of which that has to be assumed. A
     * text with several statements writes when one of them does.
     */
    WRITES,
    /** There was no text, or nothing in it is known. */
    UNKNOWN
  }

  SqlStatement(
      String text,
      String summary,
      String operation,
      String collection,
      String storedProcedure,
      Effect effect) {
    this.text = text;
    this.summary = summary;
    this.operation = operation;
    this.collection = collection;
    this.storedProcedure = storedProcedure;
    this.effect = effect;
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

  /** Never null. */
  public Effect effect() {
    return effect;
  }

  @Override
  public String toString() {
    return summary + ": " + text;
  }
}
