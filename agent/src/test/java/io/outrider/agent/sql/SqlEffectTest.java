// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

import static io.outrider.agent.sql.SqlStatement.Effect.READS;
import static io.outrider.agent.sql.SqlStatement.Effect.UNKNOWN;
import static io.outrider.agent.sql.SqlStatement.Effect.WRITES;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements a switch to read only refuses. */
class SqlEffectTest {
  private static SqlStatement.Effect of(String text) {
    return Sql.analyse(text, "postgresql").effect();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1)",
        "insert into t select * from s",
        "UPDATE t SET a = 1",
        "DELETE FROM t",
        "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = 1",
        "REPLACE INTO t VALUES (1)",
        "UPSERT INTO t VALUES (1)",
        "CREATE TABLE t (a int)",
        "CREATE TEMP TABLE t (a int)",
        "ALTER TABLE t ADD b int",
        "DROP TABLE IF EXISTS t",
        "TRUNCATE t",
        "TRUNCATE TABLE t",
        "GRANT ALL ON t TO u",
        "REVOKE ALL ON t FROM u",
        "COMMENT ON TABLE t IS 'x'",
        "COPY t FROM STDIN",
        "REFRESH MATERIALIZED VIEW v",
        "CALL p(1)",
        "EXEC p 1",
        "{call p(?)}",
        "{? = call f(?)}",
        "DO $$ BEGIN DELETE FROM t; END $$",
        "SELECT * INTO n FROM t",
        "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone",
        "WITH s AS (SELECT 1) INSERT INTO t SELECT * FROM s",
        "/* SELECT */ -- SELECT\n INSERT INTO t VALUES (1)",
        "SELECT 1; DELETE FROM t",
        "BEGIN; UPDATE t SET a = 1; COMMIT",
        "EXPLAIN ANALYZE DELETE FROM t"
      })
  void whatChangesSomethingWrites(String text) {
    assertThat(of(text)).isEqualTo(WRITES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT * FROM t FOR UPDATE",
        "SELECT 'INSERT INTO t' FROM s",
        "SELECT \"delete\" FROM \"update\"",
        "SELECT replace(a, 'b', 'c') FROM t",
        "SELECT t.insert FROM t",
        "/* DELETE FROM t */ SELECT 1",
        "SELECT 1 -- DELETE FROM t",
        "WITH s AS (SELECT 1) SELECT * FROM s",
        "(SELECT 1) UNION (SELECT 2)",
        "VALUES (1)",
        "SHOW search_path",
        "SET search_path = x",
        "EXPLAIN SELECT 1",
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT s"
      })
  void whatOnlyLooksReads(String text) {
    assertThat(of(text)).isEqualTo(READS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-- nothing", "frobnicate the table"})
  void ofWhatIsNotKnownNothingIsSaid(String text) {
    assertThat(of(text)).isEqualTo(UNKNOWN);
  }

  @Test
  void aTextThatIsMissingOrCutIsNotKnown() {
    assertThat(of(null)).isEqualTo(UNKNOWN);
    assertThat(of("SELECT '" + "x".repeat(Sql.LIMIT) + "'; DELETE FROM t")).isEqualTo(UNKNOWN);
  }

  @Test
  void aBatchWritesWhenOneOfItDoes() {
    assertThat(Sql.analyseBatch("SELECT 1; INSERT INTO t VALUES (1)", null, true).effect())
        .isEqualTo(WRITES);
    assertThat(Sql.analyseBatch("SELECT 1; SELECT 2", null, true).effect()).isEqualTo(READS);
    assertThat(Sql.analyseBatch(null, null, true).effect()).isEqualTo(UNKNOWN);
  }
}
