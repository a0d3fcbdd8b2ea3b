// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SqlSummaryTest {
  @ParameterizedTest
  @MethodSource
  void operationsAndTargetsComeInOrder(String text, String summary) {
    assertThat(Sql.analyse(text, "postgresql").summary()).isEqualTo(summary);
  }

  static Stream<Arguments> operationsAndTargetsComeInOrder() {
    return Stream.of(
        // The examples of the conventions
        arguments("SELECT *\nFROM   wuser_table\nWHERE  username = ?", "SELECT wuser_table"),
        arguments(
            "INSERT INTO shipping_details (order_id, address) SELECT order_id, address FROM orders"
                + " WHERE order_id = ?",
            "INSERT shipping_details SELECT orders"),
        arguments(
            "SELECT * FROM songs, artists WHERE songs.artist_id == artists.id",
            "SELECT songs artists"),
        arguments(
            "SELECT order_date FROM (SELECT * FROM orders o JOIN customers c ON o.customer_id ="
                + " c.customer_id)",
            "SELECT SELECT orders customers"),
        arguments("SELECT * FROM \"song list\", 'artists'", "SELECT \"song list\" 'artists'"),
        arguments("{call some_stored_procedure}", "call some_stored_procedure"),

        // As the application wrote them
        arguments("select * from Users", "select Users"),
        arguments("sElEcT 1", "sElEcT"),
        arguments("  \n SELECT 1", "SELECT"),
        arguments("SELECT * FROM public.users u", "SELECT public.users"),
        arguments("SELECT * FROM \"Public\" . \"Users\"", "SELECT \"Public\".\"Users\""),
        arguments("SELECT * FROM db..users", "SELECT db..users"),
        arguments("INSERT INTO local.select (a) VALUES (1)", "INSERT local.select"),

        // Joins and lists
        arguments(
            "SELECT * FROM a LEFT OUTER JOIN b ON a.x = b.x, c AS cc NATURAL JOIN d WHERE a.z IN (1,"
                + " 2)",
            "SELECT a b c d"),
        arguments("SELECT f(a, b), c FROM t1 x, t2 y ORDER BY a, b", "SELECT t1 t2"),
        arguments("SELECT * FROM t1 JOIN t2 USING (id, no), t3", "SELECT t1 t2 t3"),
        arguments("SELECT * FROM (t1 JOIN t2 ON t1.a = t2.a), t3", "SELECT t1 t2 t3"),
        arguments("SELECT * FROM ONLY t1, LATERAL (SELECT 1 FROM t2) x", "SELECT t1 SELECT t2"),
        arguments("SELECT * FROM generate_series(1, 10) g", "SELECT generate_series"),
        arguments("SELECT a FROM t GROUP BY a, b HAVING max(c) > 1 LIMIT 1, 2", "SELECT t"),
        arguments("SELECT * FROM t FOR UPDATE OF t, u", "SELECT t"),

        // Words that mean something else where they stand
        arguments("SELECT extract(year FROM created) FROM t", "SELECT t"),
        arguments("SELECT trim(both ' ' from name), x FROM t", "SELECT t"),
        arguments("SELECT a IS DISTINCT FROM b FROM t WHERE c IS DISTINCT FROM d", "SELECT t"),
        arguments("SELECT t.from, t.update FROM t WHERE t.select = 1", "SELECT t"),
        arguments("SELECT replace(a, 'x', 'y') FROM t", "SELECT t"),
        arguments("SELECT insert(a, 1, 2, 'y'), truncate(b, 2) FROM t", "SELECT t"),

        // Subqueries, unions, common table expressions
        arguments(
            "SELECT a, (SELECT max(x) FROM t2) FROM t1 WHERE EXISTS (SELECT 1 FROM t3)",
            "SELECT SELECT t2 t1 SELECT t3"),
        arguments(
            "(SELECT a FROM t1) UNION ALL (SELECT a FROM t2) EXCEPT SELECT a FROM t3",
            "SELECT t1 SELECT t2 SELECT t3"),
        arguments("WITH x AS (SELECT * FROM t1) SELECT * FROM x JOIN t2", "SELECT t1 SELECT t2"),
        arguments(
            "WITH RECURSIVE x (a, b) AS (SELECT 1 FROM t1 UNION SELECT 2 FROM x), y AS NOT"
                + " MATERIALIZED (SELECT 2 FROM t2) SELECT * FROM X, y, t3",
            "SELECT t1 SELECT SELECT t2 SELECT t3"),
        arguments(
            "WITH gone AS (DELETE FROM t1 WHERE old RETURNING *) INSERT INTO t2 SELECT * FROM gone",
            "DELETE t1 INSERT t2 SELECT"),
        arguments("WITH x AS (SELECT 1 FROM t1) UPDATE t2 SET a = 1", "SELECT t1 UPDATE t2"),
        arguments("SELECT * FROM t1 WITH (NOLOCK), t2", "SELECT t1 t2"),

        // Changes
        arguments("INSERT INTO t (a, b) VALUES (?, ?), (?, ?)", "INSERT t"),
        arguments("INSERT INTO t VALUES (?) ON CONFLICT (id) DO UPDATE SET a = 1", "INSERT t"),
        arguments("INSERT INTO t SET a = 1 ON DUPLICATE KEY UPDATE a = 2", "INSERT t"),
        arguments("INSERT IGNORE INTO t VALUES (1)", "INSERT t"),
        arguments("INSERT OR REPLACE INTO t VALUES (1)", "INSERT t"),
        arguments("INSERT t (a) VALUES (1)", "INSERT t"),
        arguments(
            "INSERT ALL INTO t1 (a) VALUES (1) INTO t2 (a) VALUES (2) SELECT * FROM dual",
            "INSERT t1 t2 SELECT dual"),
        arguments("INSERT INTO t WITH x AS (SELECT 1) SELECT * FROM x", "INSERT t SELECT SELECT"),
        arguments("REPLACE INTO t VALUES (1)", "REPLACE t"),
        arguments("UPSERT INTO t VALUES (1)", "UPSERT t"),
        arguments("UPDATE t SET a = (SELECT max(b) FROM u)", "UPDATE t SELECT u"),
        arguments("UPDATE TOP (10) t SET a = 1", "UPDATE t"),
        arguments("UPDATE ONLY t SET a = 1 FROM u WHERE t.id = u.id", "UPDATE t"),
        arguments("DELETE FROM t WHERE a IN (SELECT a FROM u)", "DELETE t SELECT u"),
        arguments("DELETE t FROM t JOIN u ON t.a = u.a", "DELETE t"),
        arguments(
            "MERGE INTO t USING (SELECT * FROM s) x ON (t.a = x.a) WHEN MATCHED THEN UPDATE SET b ="
                + " 1 WHEN NOT MATCHED THEN INSERT (a) VALUES (1)",
            "MERGE t SELECT s"),
        arguments("MERGE INTO t KEY (id) VALUES (?, ?)", "MERGE t"),

        // Procedures
        arguments("CALL pkg.proc(?, ?)", "CALL pkg.proc"),
        arguments("{? = call f(?)}", "call f"),
        arguments("{ CALL p(?) }", "CALL p"),
        arguments("EXEC sp_who @a = 1", "EXEC sp_who"),
        arguments("EXECUTE @rc = dbo.proc @p1", "EXECUTE dbo.proc"),
        arguments("EXECUTE IMMEDIATE 'DROP TABLE x'", "EXECUTE"),
        arguments("CALL NEXT VALUE FOR seq", "CALL"),

        // Definitions
        arguments("CREATE TABLE IF NOT EXISTS s.t (a int, b int)", "CREATE TABLE s.t"),
        arguments(
            "create  global\ntemporary table t as select * from u", "create table t select u"),
        arguments("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a, b)", "CREATE INDEX i"),
        arguments("CREATE OR REPLACE VIEW v AS SELECT * FROM t", "CREATE VIEW v SELECT t"),
        arguments("CREATE FUNCTION f() AS $$ SELECT 1; DELETE FROM x; $$", "CREATE FUNCTION f"),
        arguments(
            "CREATE TRIGGER tr BEFORE INSERT ON t BEGIN DELETE FROM u; INSERT INTO v; END",
            "CREATE TRIGGER tr"),
        arguments("CREATE SERVER x", "CREATE"),
        arguments("ALTER TABLE t ADD COLUMN a int, ADD COLUMN b int", "ALTER TABLE t"),
        arguments("DROP TABLE IF EXISTS a, b CASCADE", "DROP TABLE a b"),
        arguments("TRUNCATE TABLE a", "TRUNCATE TABLE a"),
        arguments("TRUNCATE a", "TRUNCATE a"),

        // Others
        arguments("BEGIN", "BEGIN"),
        arguments("COMMIT", "COMMIT"),
        arguments("ROLLBACK TO SAVEPOINT x", "ROLLBACK"),
        arguments("SET search_path TO x", "SET"),
        arguments("SHOW CREATE TABLE x", "SHOW"),
        arguments("USE shop", "USE shop"),
        arguments("GRANT SELECT, UPDATE ON t TO u", "GRANT"),
        arguments("EXPLAIN ANALYZE SELECT * FROM t", "EXPLAIN SELECT t"),
        arguments("EXPLAIN (ANALYZE, BUFFERS) DELETE FROM t", "EXPLAIN DELETE t"),
        arguments("COPY t (a, b) FROM STDIN", "COPY t"),
        arguments("VALUES 1", "VALUES"),
        arguments("LOCK TABLE t IN SHARE MODE", "LOCK"),
        arguments("BEGIN UPDATE t SET a = 1; proc(?); END;", "BEGIN UPDATE t"),
        arguments("SELECT 1; DELETE FROM t; COMMIT", "SELECT DELETE t COMMIT"),
        arguments("IF EXISTS (SELECT 1 FROM t) UPDATE u SET a = 1", "SELECT t UPDATE u"),

        // Nothing to be said
        arguments("", null),
        arguments("   ", null),
        arguments("7", null),
        arguments("frobnicate the database", null),
        arguments("/* SELECT a FROM b */", null),
        arguments("-- DROP TABLE x", null));
  }

  @ParameterizedTest
  @MethodSource
  void eachDialectNamesTargetsItsOwnWay(String system, String text, String summary) {
    assertThat(Sql.analyse(text, system).summary()).isEqualTo(summary);
  }

  static Stream<Arguments> eachDialectNamesTargetsItsOwnWay() {
    return Stream.of(
        arguments("mysql", "SELECT * FROM `order items` # x", "SELECT `order items`"),
        arguments("mysql", "SELECT * FROM `a`.`b`", "SELECT `a`.`b`"),
        arguments(
            "mysql", "SELECT STRAIGHT_JOIN * FROM a STRAIGHT_JOIN b ON a.x = b.x", "SELECT a b"),
        arguments("mysql", "SELECT /*! SQL_NO_CACHE */ * FROM t", "SELECT t"),
        arguments("mysql", "INSERT LOW_PRIORITY INTO t VALUES (1)", "INSERT t"),
        arguments(
            "microsoft.sql_server",
            "SELECT TOP 5 * FROM [dbo].[Order Details] WITH (NOLOCK) CROSS APPLY f(1)",
            "SELECT [dbo].[Order Details] f"),
        arguments("microsoft.sql_server", "SELECT * FROM #temp, @rows r", "SELECT #temp"),
        arguments("microsoft.sql_server", "SELECT * FROM [it's]]here]", "SELECT [it's]]here]"),
        arguments("oracle.db", "SELECT * FROM v$session, t@remote", "SELECT v$session t"),
        arguments("oracle.db", "SELECT /*+ INDEX(o ix_1) */ * FROM orders o", "SELECT orders"),
        arguments("oracle.db", "SELECT q'[x' FROM y]' FROM dual", "SELECT dual"),
        arguments("sqlite", "SELECT * FROM [a b], \"c d\"", "SELECT [a b] \"c d\""),
        arguments("hive", "INSERT OVERWRITE TABLE t SELECT * FROM u", "INSERT t SELECT u"),
        arguments(null, "SELECT \"a\" FROM \"b\".\"c\"", "SELECT \"b\".\"c\""));
  }

  @Test
  void namesWhatASingleOperationWorksOn() {
    SqlStatement select = Sql.analyse("select * from a.orders where id = 1", "h2database");
    assertThat(select.operation()).isEqualTo("select");
    assertThat(select.collection()).isEqualTo("a.orders");
    assertThat(select.storedProcedure()).isNull();

    SqlStatement join = Sql.analyse("SELECT * FROM a JOIN b", "h2database");
    assertThat(join.operation()).isEqualTo("SELECT");
    assertThat(join.collection()).isNull();

    SqlStatement self = Sql.analyse("SELECT * FROM a x JOIN a y", "h2database");
    assertThat(self.summary()).isEqualTo("SELECT a a");
    assertThat(self.collection()).isEqualTo("a");

    SqlStatement both = Sql.analyse("INSERT INTO a SELECT * FROM a", "h2database");
    assertThat(both.operation()).isNull();
    assertThat(both.collection()).isNull();

    SqlStatement table = Sql.analyse("CREATE TABLE t (a int)", "h2database");
    assertThat(table.operation()).isEqualTo("CREATE TABLE");
    assertThat(table.collection()).isEqualTo("t");

    assertThat(Sql.analyse("DROP INDEX i", "h2database").collection()).isNull();
    assertThat(Sql.analyse("USE shop", "h2database").collection()).isNull();
  }

  @Test
  void namesTheProcedureThatIsCalled() {
    SqlStatement call = Sql.analyse("{? = call pkg.f(?)}", "oracle.db", false);
    assertThat(call.storedProcedure()).isEqualTo("pkg.f");
    assertThat(call.collection()).isNull();
    assertThat(call.operation()).isEqualTo("call");
  }

  @Test
  void theSummaryEndsWithAWholeName() {
    StringBuilder text = new StringBuilder("SELECT * FROM t0");
    for (int i = 1; i < 100; i++) {
      text.append(", a_rather_long_table_name_").append(i);
    }
    String summary = Sql.analyse(text.toString(), "postgresql").summary();
    assertThat(summary).hasSizeLessThanOrEqualTo(255).startsWith("SELECT t0 a_rather_long_table");
    assertThat(summary).endsWith("a_rather_long_table_name_9");

    String endless = "SELECT * FROM " + "x".repeat(300) + ", b";
    assertThat(Sql.analyse(endless, "postgresql").summary()).isEqualTo("SELECT");
  }

  @ParameterizedTest
  @MethodSource
  void aBatchIsSummedUpByWhatItsStatementsShare(String text, String summary) {
    assertThat(Sql.analyseBatch(text, "mysql", true).summary()).isEqualTo(summary);
  }

  static Stream<Arguments> aBatchIsSummedUpByWhatItsStatementsShare() {
    return Stream.of(
        arguments("INSERT INTO t VALUES (?)", "BATCH INSERT t"),
        arguments("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)", "BATCH INSERT t"),
        arguments("INSERT INTO t VALUES (1); INSERT INTO u VALUES (2)", "BATCH"),
        arguments("INSERT INTO t SELECT * FROM u; ", "BATCH INSERT t SELECT u"),
        arguments("", "BATCH"),
        arguments(null, "BATCH"));
  }

  @Test
  void aBatchHasAnOperationAndACollectionToo() {
    SqlStatement same =
        Sql.analyseBatch("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)", "mysql", true);
    assertThat(same.operation()).isEqualTo("BATCH INSERT");
    assertThat(same.collection()).isEqualTo("t");
    assertThat(same.text()).isEqualTo("INSERT INTO t VALUES (?); INSERT INTO t VALUES (?)");

    SqlStatement mixed = Sql.analyseBatch("DELETE FROM t; DELETE FROM u", "mysql", true);
    assertThat(mixed.operation()).isEqualTo("BATCH");
    assertThat(mixed.collection()).isNull();
  }

  @Test
  void aLongBatchIsNotJudgedByItsTornEnd() {
    String text = "INSERT INTO some_table VALUES (1); ".repeat(2000);
    assertThat(Sql.analyseBatch(text, "mysql", true).summary())
        .isEqualTo("BATCH INSERT some_table");
  }
}
