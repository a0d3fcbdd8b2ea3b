// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SqlTextTest {
  @ParameterizedTest
  @MethodSource
  void literalsAreTakenOut(String text, String expected) {
    assertThat(Sql.analyse(text, "postgresql").text()).isEqualTo(expected);
  }

  static Stream<Arguments> literalsAreTakenOut() {
    return Stream.of(
        // Numbers
        arguments("SELECT * FROM t WHERE a=1234", "SELECT * FROM t WHERE a=?"),
        arguments("SELECT * FROM t WHERE a>=-1.5e-7", "SELECT * FROM t WHERE a>=?"),
        arguments("SELECT -1, +2, .5, -.5, 1., 2E+9", "SELECT ?, ?, ?, ?, ?, ?"),
        arguments("SELECT 0xDEADbeef, 0b101, 1_000, 10L", "SELECT ?, ?, ?, ?"),
        arguments("SELECT a-1, a - 1, (a)-1, 2-1", "SELECT a-?, a - ?, (a)-?, ?-?"),
        arguments("SELECT CASE WHEN a THEN -1 ELSE -2 END", "SELECT CASE WHEN a THEN ? ELSE ? END"),
        arguments("SELECT t1.c2, x2y FROM t3", "SELECT t1.c2, x2y FROM t3"),
        arguments("SELECT 1/2/34", "SELECT ?/?/?"),
        arguments("7", "?"),

        // Strings
        arguments("SELECT ''", "SELECT ?"),
        arguments("SELECT 'it''s', 'x'", "SELECT ?, ?"),
        arguments("SELECT 'a\\', 'b'", "SELECT ?, ?"),
        arguments("SELECT E'a\\'b', e'\\\\', 'c'", "SELECT ?, ?, ?"),
        arguments("SELECT N'x', B'01', X'ff', _utf8'x'", "SELECT ?, ?, ?, ?"),
        arguments("SELECT '\"', '$$', '--', '/*', 'a' FROM t", "SELECT ?, ?, ?, ?, ? FROM t"),
        arguments("SELECT $$it's$$, $a$ $b$ x $$ $a$, 1", "SELECT ?, ?, ?"),
        arguments("SELECT 'schlüssel', 'ɣ', '\uD83D\uDE00'", "SELECT ?, ?, ?"),
        arguments("SELECT \"a\"\"b\", \"c'd\" FROM t", "SELECT \"a\"\"b\", \"c'd\" FROM t"),

        // Dates, intervals, truth
        arguments("SELECT DATE '2020-01-01', DATE'2020-01-01'", "SELECT DATE ?, DATE?"),
        arguments(
            "SELECT INTERVAL '1 day', {ts '2020-01-01 00:00:00'}", "SELECT INTERVAL ?, {ts ?}"),
        arguments("UPDATE t SET a = TRUE, b = false", "UPDATE t SET a = ?, b = ?"),
        arguments(
            "SELECT a IS TRUE, b IS NOT FALSE, NULL", "SELECT a IS TRUE, b IS NOT FALSE, NULL"),

        // Parameters
        arguments(
            "SELECT ?, ?1, $1, :name, @p1, @@version", "SELECT ?, ?1, $1, :name, @p1, @@version"),
        arguments("SELECT '1'::int, a::text[1]", "SELECT ?::int, a::text[?]"),
        arguments("SELECT a ?? 'b', a[1:2]", "SELECT a ?? ?, a[?:?]"),

        // White space and comments
        arguments(" SELECT\t 1\r\n  FROM\u00a0t ", "SELECT ? FROM t"),
        arguments("SELECT 1 -- it's\nFROM t", "SELECT ? FROM t"),
        arguments("SELECT/* 'secret' /* nested */ still */a FROM t", "SELECT a FROM t"),
        arguments(
            "SELECT a FROM t /*traceparent='00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa-01'*/",
            "SELECT a FROM t"),
        arguments(
            "SELECT /*+ INDEX(t ix) PARALLEL(4) */ a FROM t",
            "SELECT /*+ INDEX(t ix) PARALLEL(?) */ a FROM t"),

        // Lists
        arguments("SELECT * FROM t WHERE a IN (1, 2,3)", "SELECT * FROM t WHERE a IN (?)"),
        arguments("WHERE a in ( 'x' , -1, ? )", "WHERE a in (?)"),
        arguments("WHERE a NOT IN ($1,$2,$3) AND b IN (:b)", "WHERE a NOT IN (?) AND b IN (:b)"),
        arguments("WHERE a IN (SELECT 1, 2)", "WHERE a IN (SELECT ?, ?)"),
        arguments("WHERE a IN (f(1, 2), 3)", "WHERE a IN (f(?, ?), ?)"),
        arguments("VALUES (1, 2), (3, 4)", "VALUES (?, ?), (?, ?)"),

        // Passwords that are words
        arguments("CREATE USER joe PASSWORD Secret1", "CREATE USER joe PASSWORD ?"),
        arguments(
            "ALTER USER joe IDENTIFIED BY Secret1 REPLACE \"Secret0\"; SELECT 1",
            "ALTER USER joe IDENTIFIED BY ?; SELECT ?"),
        arguments(
            "GRANT ALL ON db.* TO joe IDENTIFIED BY Secret1",
            "GRANT ALL ON db.* TO joe IDENTIFIED BY ?"),
        arguments("CREATE USER 'joe'@'%' IDENTIFIED BY Secret1", "CREATE USER ?@? IDENTIFIED BY ?"),
        arguments("CONNECT joe PASSWORD Secret1", "CONNECT joe PASSWORD ?"),
        arguments("SELECT password FROM users", "SELECT password FROM users"),
        arguments("CREATE TABLE u (password varchar(9))", "CREATE TABLE u (password varchar(?))"),
        arguments("GRANT SELECT ON password TO joe", "GRANT SELECT ON password TO joe"),
        arguments("CREATE USER password PASSWORD x", "CREATE USER password PASSWORD ?"),

        // What has no end
        arguments("SELECT 'open FROM t", "SELECT ?"),
        arguments("SELECT \"open FROM t", "SELECT ?"),
        arguments("SELECT $$open FROM t", "SELECT ?"),
        arguments("SELECT a /* open", "SELECT a"),
        arguments("SELECT a FROM t WHERE b IN (1, 2, 3", "SELECT a FROM t WHERE b IN (?"),
        arguments("SELECT E'\\", "SELECT ?"),
        arguments(")))(((", ")))((("),
        arguments("", ""));
  }

  @ParameterizedTest
  @MethodSource
  void eachDialectQuotesItsOwnWay(String system, String text, String expected) {
    assertThat(Sql.analyse(text, system).text()).isEqualTo(expected);
  }

  static Stream<Arguments> eachDialectQuotesItsOwnWay() {
    return Stream.of(
        arguments("mysql", "SELECT \"secret\", 'it\\'s', \"a\\\"b\"", "SELECT ?, ?, ?"),
        arguments("mysql", "SELECT `a'b`, 5--3 # it's\n, x", "SELECT `a'b`, ?-? , x"),
        arguments("mysql", "SELECT 1 -- x\n, 2", "SELECT ? , ?"),
        arguments(
            "mysql", "SELECT /*!40001 SQL_NO_CACHE */ 1", "SELECT /*!40001 SQL_NO_CACHE */ ?"),
        arguments("mysql", "SELECT 1 INTERVAL 2 DAY", "SELECT ? INTERVAL ? DAY"),
        arguments("mysql", "SELECT /* a /* b */ 1", "SELECT ?"),
        arguments("mysql", "SET @x := 5", "SET @x := ?"),
        arguments("oracle.db", "SELECT q'[it's]', nq'{a}', Q'!b!' FROM t", "SELECT ?, ?, ? FROM t"),
        arguments("oracle.db", "WHERE a = :1 AND b = :name", "WHERE a = :1 AND b = :name"),
        arguments("oracle.db", "SELECT 'a\\' FROM v$x", "SELECT ? FROM v$x"),
        arguments("microsoft.sql_server", "SELECT [a 1], 'x', N'y'", "SELECT [a 1], ?, ?"),
        arguments("microsoft.sql_server", "SELECT \"a\" FROM #t", "SELECT \"a\" FROM #t"),
        arguments("h2database", "SELECT $$a'b$$, 1", "SELECT ?, ?"),
        arguments("clickhouse", "SELECT ['a', 'b'], [1]", "SELECT [?, ?], [?]"),
        arguments("clickhouse", "SELECT 'it\\'s', \"a\"", "SELECT ?, \"a\""),
        arguments("snowflake", "SELECT 'it\\'s', $$x$$, $1", "SELECT ?, ?, $1"),
        arguments("sqlite", "SELECT [a b], \"x\" FROM \"y\"", "SELECT [a b], ? FROM \"y\""),
        arguments(null, "SELECT \"x\", \"t\".\"c\" FROM \"t\"", "SELECT ?, \"t\".\"c\" FROM \"t\""),
        arguments(null, "SELECT [1, 2], ['a'], [b]", "SELECT [?, ?], [?], [b]"),
        arguments("no.such_system", "SELECT 'a', 1", "SELECT ?, ?"));
  }

  @Test
  void aPreparedTextStaysAsItIs() {
    String text = "SELECT  a /* why */ FROM t WHERE b = ? AND c = 'x'";
    assertThat(Sql.analyse(text, "postgresql", false).text()).isEqualTo(text);
    assertThat(Sql.analyse(text, "postgresql", false).summary()).isEqualTo("SELECT t");
    assertThat(Sql.analyse("SELECT  a", "postgresql", false).text()).isEqualTo("SELECT  a");
  }

  @Test
  void aPreparedTextThatHoldsItsValuesIsCleaned() {
    assertThat(Sql.analyse("SELECT  a FROM t WHERE b = 'x'", "postgresql", false).text())
        .isEqualTo("SELECT a FROM t WHERE b = ?");
    assertThat(Sql.analyse("ALTER USER u PASSWORD x", "postgresql", false).text())
        .isEqualTo("ALTER USER u PASSWORD ?");
  }

  @Test
  void aPasswordIsSeenBehindAnyNumberOfStatements() {
    String text = "SELECT a FROM some_table; ".repeat(100) + "ALTER USER u PASSWORD Secret1";
    assertThat(Sql.analyse(text, "postgresql").text()).endsWith("ALTER USER u PASSWORD ?");
  }

  @Test
  void nothingComesOfNothing() {
    SqlStatement none = Sql.analyse(null, "mysql");
    assertThat(none.text()).isNull();
    assertThat(none.summary()).isNull();
  }

  @Test
  void aLongTextIsCutBeforeItIsRead() {
    String text = "SELECT * FROM t WHERE a = 1234 AND ".repeat(30_000);
    assertThat(text).hasSizeGreaterThan(1_000_000);
    SqlStatement statement = Sql.analyse(text, "postgresql");
    assertThat(statement.text()).hasSizeLessThanOrEqualTo(32 * 1024).doesNotContain("1234");
    assertThat(statement.summary()).hasSizeLessThanOrEqualTo(255).startsWith("SELECT t SELECT t");
    assertThat(Sql.analyse("SELECT ?" + text, "postgresql", false).text()).hasSize(32 * 1024);
  }

  @Test
  void aCutDoesNotSplitACharacter() {
    String text = "SELECT ? " + "a".repeat(32 * 1024 - 10) + "\uD83D\uDE00";
    assertThat(Sql.analyse(text, "postgresql", false).text()).endsWith("a");
  }

  @Test
  void hugeListsShrink() {
    String text = "SELECT a FROM t WHERE a IN (" + "?,".repeat(100_000) + "?)";
    assertThat(Sql.analyse(text, "postgresql").text()).isEqualTo("SELECT a FROM t WHERE a IN (?");
  }

  @Test
  void anythingCanBeRead() {
    Random random = new Random(1);
    String alphabet = "'\"`$[](){}?:;.,-+*/\\#@aE0 xnqSELECT FROM IN\n";
    String[] systems = {"mysql", "postgresql", "oracle.db", "microsoft.sql_server", "sqlite", null};
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(60);
      for (int c = 0; c < length; c++) {
        text.append(
            random.nextInt(10) == 0
                ? (char) random.nextInt(65_536)
                : alphabet.charAt(random.nextInt(alphabet.length())));
      }
      SqlStatement statement = Sql.analyse(text.toString(), systems[i % systems.length]);
      assertThat(statement.text()).as(text.toString()).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource
  void everyRepetitionIsReadInProportionalTime(String piece) {
    // Quadratic time would need minutes here; the limit of the input is lifted by many short ones.
    String text = piece.repeat(32 * 1024 / piece.length());
    long before = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(Sql.analyse(text, "postgresql").text()).isNotNull();
    }
    assertThat(System.nanoTime() - before).isLessThan(20_000_000_000L);
  }

  static Stream<String> everyRepetitionIsReadInProportionalTime() {
    return Stream.of(
        "'",
        "\"",
        "$a",
        "$a$",
        "(",
        "((SELECT ",
        "/*",
        "--",
        "[",
        "IN(",
        "a.",
        "FROM a,",
        "E'\\",
        "WITH a AS (",
        "1e+",
        "{",
        "BEGIN ");
  }
}
