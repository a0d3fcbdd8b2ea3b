// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

/** The words that decide what a statement does. All others are names, or do not matter. */
enum SqlWord {
  SELECT(Role.OTHER),
  FROM(Role.OTHER),
  JOIN(Role.OTHER),
  STRAIGHT_JOIN(Role.OTHER),
  APPLY(Role.OTHER),
  INTO(Role.OTHER),
  WITH(Role.OTHER),
  AS(Role.OTHER),
  ON(Role.OTHER),
  IN(Role.OTHER),
  IS(Role.OTHER),
  NOT(Role.MODIFIER),
  TRUE(Role.OTHER),
  FALSE(Role.OTHER),
  DISTINCT(Role.OTHER),
  IMMEDIATE(Role.OTHER),
  NEXT(Role.OTHER),
  IDENTIFIED(Role.OTHER),
  PASSWORD(Role.OTHER),
  BY(Role.OTHER),

  // What may stand before a negative number.
  AND(Role.OTHER),
  THEN(Role.OTHER),
  ELSE(Role.OTHER),
  WHEN(Role.OTHER),
  BETWEEN(Role.OTHER),
  LIKE(Role.OTHER),
  CASE(Role.OTHER),
  DEFAULT(Role.OTHER),

  INSERT(Role.CHANGE),
  UPDATE(Role.CHANGE),
  DELETE(Role.CHANGE),
  MERGE(Role.CHANGE),
  REPLACE(Role.CHANGE),
  UPSERT(Role.CHANGE),
  CALL(Role.CALL),
  EXEC(Role.CALL),
  EXECUTE(Role.CALL),
  CREATE(Role.DEFINITION),
  ALTER(Role.DEFINITION),
  DROP(Role.DEFINITION),
  TRUNCATE(Role.DEFINITION),

  // The end of a list of tables.
  WHERE(Role.CLAUSE),
  GROUP(Role.CLAUSE),
  ORDER(Role.CLAUSE),
  HAVING(Role.CLAUSE),
  LIMIT(Role.CLAUSE),
  OFFSET(Role.CLAUSE),
  FETCH(Role.CLAUSE),
  FOR(Role.CLAUSE),
  UNION(Role.CLAUSE),
  INTERSECT(Role.CLAUSE),
  EXCEPT(Role.CLAUSE),
  MINUS(Role.CLAUSE),
  WINDOW(Role.CLAUSE),
  QUALIFY(Role.CLAUSE),
  RETURNING(Role.CLAUSE),
  SET(Role.CLAUSE),
  VALUES(Role.CLAUSE),

  // What may stand between an operation and the name it applies to.
  OR(Role.MODIFIER),
  IF(Role.MODIFIER),
  EXISTS(Role.MODIFIER),
  ONLY(Role.MODIFIER),
  LATERAL(Role.MODIFIER),
  IGNORE(Role.MODIFIER),
  LOW_PRIORITY(Role.MODIFIER),
  HIGH_PRIORITY(Role.MODIFIER),
  DELAYED(Role.MODIFIER),
  QUICK(Role.MODIFIER),
  OVERWRITE(Role.MODIFIER),
  TOP(Role.MODIFIER),
  ALL(Role.MODIFIER),
  RECURSIVE(Role.MODIFIER),
  CONCURRENTLY(Role.MODIFIER),

  // What may stand between CREATE and the kind of object.
  TEMP(Role.KIND_MODIFIER),
  TEMPORARY(Role.KIND_MODIFIER),
  GLOBAL(Role.KIND_MODIFIER),
  LOCAL(Role.KIND_MODIFIER),
  UNIQUE(Role.KIND_MODIFIER),
  UNLOGGED(Role.KIND_MODIFIER),
  EXTERNAL(Role.KIND_MODIFIER),
  FOREIGN(Role.KIND_MODIFIER),
  MATERIALIZED(Role.KIND_MODIFIER),
  FORCE(Role.KIND_MODIFIER),
  EDITIONABLE(Role.KIND_MODIFIER),
  CACHED(Role.KIND_MODIFIER),
  MEMORY(Role.KIND_MODIFIER),
  CLUSTERED(Role.KIND_MODIFIER),
  NONCLUSTERED(Role.KIND_MODIFIER),
  BITMAP(Role.KIND_MODIFIER),
  FULLTEXT(Role.KIND_MODIFIER),
  SPATIAL(Role.KIND_MODIFIER),
  PUBLIC(Role.KIND_MODIFIER),

  TABLE(Role.TABLE),
  VIEW(Role.TABLE),
  INDEX(Role.OBJECT),
  SEQUENCE(Role.OBJECT),
  SCHEMA(Role.OBJECT),
  DATABASE(Role.OBJECT),
  TYPE(Role.OBJECT),
  DOMAIN(Role.OBJECT),
  EXTENSION(Role.OBJECT),
  SYNONYM(Role.OBJECT),
  TABLESPACE(Role.OBJECT),
  KEYSPACE(Role.OBJECT),
  CATALOG(Role.OBJECT),
  PROCEDURE(Role.ROUTINE),
  FUNCTION(Role.ROUTINE),
  TRIGGER(Role.ROUTINE),
  PACKAGE(Role.ROUTINE),
  EVENT(Role.ROUTINE),
  RULE(Role.ROUTINE),
  USER(Role.ACCOUNT),
  ROLE(Role.ACCOUNT),
  LOGIN(Role.ACCOUNT),
  SYSTEM(Role.ACCOUNT),
  SESSION(Role.ACCOUNT),

  EXPLAIN(Role.COMMAND),
  BEGIN(Role.COMMAND),
  COMMIT(Role.COMMAND),
  ROLLBACK(Role.COMMAND),
  ABORT(Role.COMMAND),
  SAVEPOINT(Role.COMMAND),
  RELEASE(Role.COMMAND),
  START(Role.COMMAND),
  END(Role.COMMAND),
  DECLARE(Role.COMMAND),
  SHOW(Role.COMMAND),
  USE(Role.COMMAND),
  GRANT(Role.COMMAND),
  REVOKE(Role.COMMAND),
  DENY(Role.COMMAND),
  LOCK(Role.COMMAND),
  UNLOCK(Role.COMMAND),
  ANALYZE(Role.COMMAND),
  VACUUM(Role.COMMAND),
  COPY(Role.COMMAND),
  DESCRIBE(Role.COMMAND),
  PRAGMA(Role.COMMAND),
  COMMENT(Role.COMMAND),
  RENAME(Role.COMMAND),
  CLOSE(Role.COMMAND),
  OPEN(Role.COMMAND),
  PREPARE(Role.COMMAND),
  DEALLOCATE(Role.COMMAND),
  DISCARD(Role.COMMAND),
  RESET(Role.COMMAND),
  REINDEX(Role.COMMAND),
  REFRESH(Role.COMMAND),
  NOTIFY(Role.COMMAND),
  LISTEN(Role.COMMAND),
  UNLISTEN(Role.COMMAND),
  CHECKPOINT(Role.COMMAND),
  SHUTDOWN(Role.COMMAND),
  ATTACH(Role.COMMAND),
  DETACH(Role.COMMAND),
  LOAD(Role.COMMAND),
  BACKUP(Role.COMMAND),
  RESTORE(Role.COMMAND),
  OPTIMIZE(Role.COMMAND),
  REPAIR(Role.COMMAND),
  KILL(Role.COMMAND),
  FLUSH(Role.COMMAND),
  DO(Role.COMMAND),
  SCRIPT(Role.COMMAND),
  RUNSCRIPT(Role.COMMAND),
  DBCC(Role.COMMAND),
  CONNECT(Role.SECRETIVE),
  VALIDATE(Role.SECRETIVE),
  CHECK(Role.SECRETIVE),
  EXPORT(Role.SECRETIVE),
  IMPORT(Role.SECRETIVE),
  RECOVER(Role.SECRETIVE);

  /** What a word can do. */
  enum Role {
    OTHER,
    /** Changes rows of a table. */
    CHANGE,
    /** Runs a procedure. */
    CALL,
    /** Followed by the kind of object, and its name. */
    DEFINITION,
    CLAUSE,
    /** Stands before a name, and is none. */
    MODIFIER,
    /** Stands before a kind of object, and is none. */
    KIND_MODIFIER,
    /** A kind of object that holds rows. */
    TABLE,
    OBJECT,
    /** A kind of object whose definition holds statements. */
    ROUTINE,
    /** A kind of object whose definition may hold a password. */
    ACCOUNT,
    /** An operation whose targets do not matter. */
    COMMAND,
    /** An operation that may hold a password. */
    SECRETIVE
  }

  private static final int SLOTS = 1024;
  private static final int LONGEST = 13;
  private static final SqlWord[] TABLE_OF_ALL = new SqlWord[SLOTS];

  static {
    for (SqlWord word : values()) {
      int slot = hash(word.name(), 0, word.name().length());
      while (TABLE_OF_ALL[slot] != null) {
        slot = slot + 1 & SLOTS - 1;
      }
      TABLE_OF_ALL[slot] = word;
    }
  }

  private final Role role;

  SqlWord(Role role) {
    this.role = role;
  }

  Role role() {
    return role;
  }

  /** The word between two places of a text, in any case; null when it is a name. */
  static SqlWord of(String text, int start, int end) {
    if (end - start > LONGEST) {
      return null;
    }
    int slot = hash(text, start, end);
    for (SqlWord word = TABLE_OF_ALL[slot]; word != null; word = TABLE_OF_ALL[slot]) {
      if (word.name().length() == end - start
          && text.regionMatches(true, start, word.name(), 0, end - start)) {
        return word;
      }
      slot = slot + 1 & SLOTS - 1;
    }
    return null;
  }

  private static int hash(String text, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      // Folds ASCII case; what else it folds together is told apart by the comparison.
      hash = 31 * hash + (text.charAt(i) | 0x20);
    }
    return (hash ^ hash >>> 10) & SLOTS - 1;
  }
}
