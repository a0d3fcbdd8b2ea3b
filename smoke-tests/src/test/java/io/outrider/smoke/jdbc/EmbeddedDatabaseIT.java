// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.jdbc;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Databases inside the application, and the pools, which are the same for every database. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class EmbeddedDatabaseIT extends JdbcContract {
  static Stream<JdbcVariant> variants() {
    return Stream.of(
        JdbcVariant.h2("1.3", 17),
        JdbcVariant.h2("1.4", 17, "hikaricp-2.7"),
        JdbcVariant.h2("2", 17, "dbcp2-2.0"),
        JdbcVariant.h2("2", 17, "dbcp2-new"),
        JdbcVariant.h2("2", 17, "tomcat-jdbc-7.0"),
        JdbcVariant.h2("2", 17, "tomcat-jdbc-new"),
        JdbcVariant.h2("2", 17, "c3p0-0.9"),
        JdbcVariant.h2("2", 17, "c3p0-new"),
        JdbcVariant.h2("new", 25, "hikaricp-new"),
        JdbcVariant.h2("new", 25),
        JdbcVariant.hsqldb("2.0", 17),
        JdbcVariant.hsqldb("new", 25),
        JdbcVariant.derby("10.14", 17),
        JdbcVariant.derby("new", 25));
  }
}
