// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.jdbc;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.testcontainers.containers.JdbcDatabaseContainer;

/**
 * A database, the way to it, and the Java that runs the child.
 *
 * @param libraries folders of libraries.xml
 * @param pool as {@code DataSources} knows it; null for DriverManager
 * @param system what spans have to say
 * @param namespace what spans have to say
 * @param container null for a database in the child itself
 */
record JdbcVariant(
    int jdk,
    List<String> libraries,
    String pool,
    String driverClass,
    String url,
    String system,
    String namespace,
    Supplier<JdbcDatabaseContainer<?>> container) {

  static JdbcVariant h2(String version, int jdk, String... pool) {
    return embedded(
        "h2-" + version,
        jdk,
        "org.h2.Driver",
        "jdbc:h2:mem:test;DB_CLOSE_DELAY=-1",
        "h2database",
        pool);
  }

  static JdbcVariant hsqldb(String version, int jdk) {
    return embedded(
        "hsqldb-" + version, jdk, "org.hsqldb.jdbc.JDBCDriver", "jdbc:hsqldb:mem:test", "hsqldb");
  }

  static JdbcVariant derby(String version, int jdk) {
    return embedded("derby-" + version, jdk, null, "jdbc:derby:memory:test;create=true", "derby");
  }

  static JdbcVariant postgresql(String version, int jdk, String... pool) {
    return server("postgresql-" + version, jdk, "postgresql", Databases::postgresql, pool);
  }

  static JdbcVariant mariadb(String version, int jdk, String... pool) {
    return server("mariadb-" + version, jdk, "mariadb", Databases::mariadb, pool);
  }

  /** MySQL's own driver, which is content with MariaDB's server. */
  static JdbcVariant mysql(String version, int jdk, String... pool) {
    return server("mysql-" + version, jdk, "mysql", Databases::mariadb, pool);
  }

  private static JdbcVariant embedded(
      String library, int jdk, String driver, String url, String system, String... pool) {
    return new JdbcVariant(
        jdk, libraries(library, pool), pool(pool), driver, url, system, "test", null);
  }

  private static JdbcVariant server(
      String library,
      int jdk,
      String system,
      Supplier<JdbcDatabaseContainer<?>> container,
      String... pool) {
    return new JdbcVariant(
        jdk, libraries(library, pool), pool(pool), null, null, system, "test", container);
  }

  /** The folder's name without the version; null for none. */
  private static String pool(String... folder) {
    return folder.length == 0 ? null : folder[0].substring(0, folder[0].lastIndexOf('-'));
  }

  private static List<String> libraries(String first, String... more) {
    List<String> all = new ArrayList<>();
    all.add(first);
    all.addAll(List.of(more));
    return all;
  }

  /** An order with everything in it that leads to the database. */
  Order order(String action) {
    Order order = new Order().with("driver", "jdbc").with("action", action).with("pool", pool);
    if (container == null) {
      return order.with("url", url).with("driverClass", driverClass);
    }
    JdbcDatabaseContainer<?> server = container.get();
    return order
        .with("url", url(server))
        .with("user", server.getUsername())
        .with("password", server.getPassword());
  }

  private String url(JdbcDatabaseContainer<?> server) {
    String url = Databases.url(server);
    if (system.equals("mysql")) {
      return url.replace("jdbc:mariadb:", "jdbc:mysql:") + "?useSSL=false";
    }
    // From 4.0 on the driver wants TLS unless told otherwise, and the server has none.
    return libraries.contains("mariadb-new") ? url + "?sslMode=disable" : url;
  }

  boolean embedded() {
    return container == null;
  }

  Jdk java() {
    return Jdk.require(jdk);
  }

  List<Path> classPath() {
    List<Path> path = new ArrayList<>(Libraries.drivers(java()));
    for (String library : libraries) {
      path.addAll(Libraries.of(library));
    }
    return path;
  }

  @Override
  public String toString() {
    return String.join(" + ", libraries) + " on " + jdk;
  }
}
