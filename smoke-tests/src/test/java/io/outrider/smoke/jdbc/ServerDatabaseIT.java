// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.jdbc;

import java.util.stream.Stream;
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
}
