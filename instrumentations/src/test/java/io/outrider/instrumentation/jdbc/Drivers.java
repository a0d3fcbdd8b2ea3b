// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** H2 at several ages: 1.3 throws on unwrap and knows no JDBC 4.1, 1.4 and 2 behave. */
enum Drivers {
  H2_1_3("h2-1.3"),
  H2_1_4("h2-1.4"),
  H2_2(null);

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final String jar;
  private Driver driver;

  Drivers(String jar) {
    this.jar = jar;
  }

  /** A connection to a database of its own, as the woven driver would have told of it. */
  Connection connect() throws SQLException {
    String url = "jdbc:h2:mem:" + name() + DATABASES.incrementAndGet();
    Connection connection = driver().connect(url, new Properties());
    new DriverConnected().after(driver(), url, connection, null);
    return connection;
  }

  synchronized Driver driver() {
    if (driver == null) {
      try {
        ClassLoader loader = jar == null ? Drivers.class.getClassLoader() : loader();
        Class<?> type = Class.forName("org.h2.Driver", true, loader);
        driver = (Driver) type.getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return driver;
  }

  private ClassLoader loader() {
    try (Stream<Path> files = Files.list(Path.of("target", "drivers"))) {
      Path file = files.filter(f -> f.getFileName().toString().startsWith(jar)).findFirst().get();
      URL[] urls = {file.toUri().toURL()};
      return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
