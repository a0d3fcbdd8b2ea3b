// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

import java.util.HashMap;
import java.util.Map;

/**
 * Where the lexical rules of databases part ways. In doubt a rule errs on the side that takes more
 * out of the text.
 */
final class SqlDialect {
  private static final int BACKSLASH_ESCAPES = 1;
  private static final int DOUBLE_QUOTED_NAMES = 2;
  private static final int DOLLAR_QUOTES = 4;
  private static final int HASH_COMMENTS = 8;
  private static final int NESTED_COMMENTS = 16;
  private static final int BRACKETED_NAMES = 32;
  private static final int ALTERNATIVE_QUOTES = 64;
  private static final int SPACED_DASHES = 128;
  private static final int POSITIONAL_COLONS = 256;

  private static final Map<String, SqlDialect> BY_SYSTEM = new HashMap<String, SqlDialect>();

  /** Double quotes hold strings in MySQL, and names in most others: unknown, they are strings. */
  private static final SqlDialect OTHER =
      new SqlDialect(DOLLAR_QUOTES | BRACKETED_NAMES | POSITIONAL_COLONS);

  static {
    add(BACKSLASH_ESCAPES | HASH_COMMENTS | SPACED_DASHES, "mysql", "mariadb", "oceanbase");
    add(DOUBLE_QUOTED_NAMES | DOLLAR_QUOTES | NESTED_COMMENTS, "postgresql", "cockroachdb");
    add(DOUBLE_QUOTED_NAMES | DOLLAR_QUOTES | NESTED_COMMENTS, "yugabytedb", "h2database");
    add(DOUBLE_QUOTED_NAMES | DOLLAR_QUOTES | NESTED_COMMENTS | BACKSLASH_ESCAPES, "aws.redshift");
    add(DOUBLE_QUOTED_NAMES | DOLLAR_QUOTES | BACKSLASH_ESCAPES, "snowflake");
    add(DOUBLE_QUOTED_NAMES | BRACKETED_NAMES | NESTED_COMMENTS, "microsoft.sql_server");
    add(DOUBLE_QUOTED_NAMES | BRACKETED_NAMES, "sybase");
    add(DOUBLE_QUOTED_NAMES | ALTERNATIVE_QUOTES | POSITIONAL_COLONS, "oracle.db");
    add(DOUBLE_QUOTED_NAMES | NESTED_COMMENTS, "ibm.db2");
    add(DOUBLE_QUOTED_NAMES, "hsqldb", "derby", "sap.hana", "sap.maxdb", "firebirdsql");
    add(DOUBLE_QUOTED_NAMES, "trino", "presto", "teradata", "ibm.netezza", "vertica");
    add(DOUBLE_QUOTED_NAMES | BACKSLASH_ESCAPES, "clickhouse");
    add(BACKSLASH_ESCAPES | HASH_COMMENTS, "gcp.spanner");
    add(BACKSLASH_ESCAPES, "hive", "databricks");
    // Names in brackets; a name in double quotes that does not exist is a string.
    add(BRACKETED_NAMES, "sqlite");
  }

  private final int rules;

  private SqlDialect(int rules) {
    this.rules = rules;
  }

  private static void add(int rules, String... systems) {
    SqlDialect dialect = new SqlDialect(rules);
    for (String system : systems) {
      BY_SYSTEM.put(system, dialect);
    }
  }

  /**
   * @param system a {@code db.system.name}; may be null
   */
  static SqlDialect of(String system) {
    SqlDialect dialect = BY_SYSTEM.get(system);
    return dialect == null ? OTHER : dialect;
  }

  /** {@code 'it\'s'} is one string. */
  boolean backslashEscapes() {
    return (rules & BACKSLASH_ESCAPES) != 0;
  }

  /** {@code "x"} is a name, never a string. */
  boolean doubleQuotedNames() {
    return (rules & DOUBLE_QUOTED_NAMES) != 0;
  }

  /** {@code $$x$$} and {@code $tag$x$tag$} are strings. */
  boolean dollarQuotes() {
    return (rules & DOLLAR_QUOTES) != 0;
  }

  /** {@code #} begins a comment; elsewhere it is a letter. */
  boolean hashComments() {
    return (rules & HASH_COMMENTS) != 0;
  }

  boolean nestedComments() {
    return (rules & NESTED_COMMENTS) != 0;
  }

  /** {@code [x]} is a name where a name may stand; elsewhere it indexes an array. */
  boolean bracketedNames() {
    return (rules & BRACKETED_NAMES) != 0;
  }

  /** {@code q'[it's]'} is a string. */
  boolean alternativeQuotes() {
    return (rules & ALTERNATIVE_QUOTES) != 0;
  }

  /** {@code --} begins a comment only before white space. */
  boolean spacedDashes() {
    return (rules & SPACED_DASHES) != 0;
  }

  /** {@code :1} is a bind parameter; elsewhere the end of an array's slice. */
  boolean positionalColons() {
    return (rules & POSITIONAL_COLONS) != 0;
  }

  boolean isWordStart(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || c == '#' && !hashComments()
        || c > 127 && !isWideSpace(c);
  }

  boolean isWordPart(char c) {
    return isWordStart(c) || c >= '0' && c <= '9' || c == '$';
  }

  /** White space beyond ASCII. */
  static boolean isWideSpace(char c) {
    return c > 127 && (Character.isWhitespace(c) || c == '\u00a0');
  }
}
