// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

/** The operations and targets that were found in a text, and what is made of them in the end. */
final class SqlFindings {
  /** The limit of the semantic conventions. */
  static final int LIMIT = 255;

  static final String BATCH = "BATCH";

  /** What a target is. */
  enum Kind {
    /** Holds rows. */
    COLLECTION,
    PROCEDURE,
    OTHER
  }

  private final int limit;
  private final boolean batch;
  private final StringBuilder summary = new StringBuilder(64);
  private boolean full;

  private String operation;
  private boolean severalOperations;
  private String target;
  private boolean severalTargets;
  private Kind kind = Kind.OTHER;

  private String first;
  private String firstOperation;
  private boolean different;
  private boolean any;
  private boolean writes;

  /**
   * @param batch compare the statements instead of listing them
   */
  SqlFindings(boolean batch) {
    this.batch = batch;
    this.limit = batch ? LIMIT - BATCH.length() - 1 : LIMIT;
  }

  /** A statement was found that changes something, or has to be thought to. */
  void writes() {
    writes = true;
  }

  private SqlStatement.Effect effect(boolean cut) {
    if (writes) {
      return SqlStatement.Effect.WRITES;
    }
    return any && !cut ? SqlStatement.Effect.READS : SqlStatement.Effect.UNKNOWN;
  }

  boolean hasOperation() {
    return operation != null;
  }

  void operation(String text) {
    any = true;
    if (append(text)) {
      severalOperations |= operation != null;
      operation = operation == null ? text : operation;
    }
  }

  void target(String text, Kind as) {
    if (append(text)) {
      severalTargets |= target != null && !target.equals(text);
      target = text;
      kind = as;
    }
  }

  /** Whole names only: once one did not fit, none is added. */
  private boolean append(String text) {
    int length = summary.length() + (summary.length() == 0 ? 0 : 1) + text.length();
    if (full || length > limit) {
      full = true;
      return false;
    }
    if (summary.length() > 0) {
      summary.append(' ');
    }
    summary.append(text);
    return true;
  }

  /** What follows is another statement. */
  void endOfStatement() {
    if (!batch || summary.length() == 0) {
      return;
    }
    String one = summary.toString();
    different |= first != null && !first.equals(one);
    if (first == null) {
      first = one;
      firstOperation = single(operation);
    }
    summary.setLength(0);
    full = false;
    operation = null;
    severalOperations = false;
  }

  /**
   * What is known in the end.
   *
   * @param cut the text's end is missing, so that its last statement tells nothing
   */
  SqlStatement result(String text, boolean cut) {
    if (!batch) {
      return new SqlStatement(
          text,
          summary.length() == 0 ? null : summary.toString(),
          single(operation),
          target(Kind.COLLECTION),
          target(Kind.PROCEDURE),
          effect(cut));
    }
    if (!cut || first == null) {
      endOfStatement();
    }
    if (different || first == null) {
      return new SqlStatement(text, BATCH, BATCH, null, null, effect(cut));
    }
    return new SqlStatement(
        text,
        BATCH + ' ' + first,
        firstOperation == null ? BATCH : BATCH + ' ' + firstOperation,
        target(Kind.COLLECTION),
        target(Kind.PROCEDURE),
        effect(cut));
  }

  private String target(Kind wanted) {
    return kind == wanted && !severalTargets ? single(target) : null;
  }

  private String single(String text) {
    return severalOperations || full ? null : text;
  }
}
