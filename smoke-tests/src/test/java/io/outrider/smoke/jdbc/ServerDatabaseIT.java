// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Database servers, in containers. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class ServerDatabaseIT extends JdbcContract {
  static Stream<JdbcVariant> variants() {
    return Stream.of(
        JdbcVariant.postgresql("42.0", 17),
        JdbcVariant.postgresql("new", 17),
        JdbcVariant.postgresql("new", 25, "hikaricp-new"),
        JdbcVariant.mariadb("1", 8),
        JdbcVariant.mariadb("2.0", 17),
        JdbcVariant.mariadb("3", 8),
        JdbcVariant.mariadb("3", 17),
        JdbcVariant.mariadb("new", 25),
        JdbcVariant.mysql("5.1", 8),
        JdbcVariant.mysql("8", 17),
        JdbcVariant.mysql("9", 25),
        JdbcVariant.mysql("new", 17),
        JdbcVariant.mariadb("new", 17, "hikaricp-2.7"));
  }

  @Test
  void aDeadlockIsAnErrorWithTheDatabasesCode() {
    for (String sql :
        List.of(
            "DROP TABLE IF EXISTS locks",
            "CREATE TABLE locks (id INT PRIMARY KEY, n INT)",
            "INSERT INTO locks VALUES (1, 0), (2, 0)")) {
      assertThat(child.perform(variant.order("execute").with("sql", sql)).get("thrown")).isNull();
    }
    run("a", "START TRANSACTION");
    run("a", "UPDATE locks SET n = 1 WHERE id = 1");
    run("b", "START TRANSACTION");
    run("b", "UPDATE locks SET n = 1 WHERE id = 2");
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> run("a", "UPDATE locks SET n = 2 WHERE id = 2"));
    run("b", "UPDATE locks SET n = 2 WHERE id = 1");
    waiting.orTimeout(30, TimeUnit.SECONDS).join();

    String code = variant.system().equals("postgresql") ? "40P01" : "1213";
    SpanView loser =
        sink.awaitSpan(
            span -> span.client() && code.equals(span.attribute("db.response.status_code")));
    assertThat(loser.name()).isEqualTo("UPDATE locks");
    assertThat(loser.status()).isEqualTo("ERROR");
    assertThat(loser.attributes()).containsEntry("error.type", code);
    // One of the two was undone, and the other holds its locks.
    run("a", "ROLLBACK");
    run("b", "ROLLBACK");
  }

  private void run(String session, String sql) {
    child.performIn(
        Parent.sampledOne(), variant.order("execute").with("keep", session).with("sql", sql));
  }
}
