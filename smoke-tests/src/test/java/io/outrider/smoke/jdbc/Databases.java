// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.jdbc;

import io.outrider.smoke.harness.Skip;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** Database servers in containers, one of each for all tests; they end with the tests' JVM. */
public final class Databases {
  private static JdbcDatabaseContainer<?> postgresql;
  private static JdbcDatabaseContainer<?> mariadb;

  private Databases() {}

  public static synchronized JdbcDatabaseContainer<?> postgresql() {
    if (postgresql == null) {
      requireEngine();
      postgresql =
          start(
              new PostgreSQLContainer(
                      DockerImageName.parse(System.getProperty("smoke.image.postgresql"))
                          .asCompatibleSubstituteFor("postgres"))
                  // The oldest driver knows no newer method than this.
                  .withEnv("POSTGRES_HOST_AUTH_METHOD", "md5")
                  .withEnv("POSTGRES_INITDB_ARGS", "--auth-host=md5"));
    }
    return postgresql;
  }

  public static synchronized JdbcDatabaseContainer<?> mariadb() {
    if (mariadb == null) {
      requireEngine();
      mariadb =
          start(
              new MariaDBContainer(
                      DockerImageName.parse(System.getProperty("smoke.image.mariadb"))
                          .asCompatibleSubstituteFor("mariadb"))
                  .withCommand("mariadbd"));
    }
    return mariadb;
  }

  /** Without the parameters that only Testcontainers wants. */
  public static String url(JdbcDatabaseContainer<?> server) {
    return server.getJdbcUrl().replaceFirst("\\?.*", "");
  }

  private static JdbcDatabaseContainer<?> start(JdbcDatabaseContainer<?> container) {
    container.start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
    return container;
  }

  private static void requireEngine() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      Skip.because("no container engine can be reached");
    }
  }
}
