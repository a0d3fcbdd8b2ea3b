// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Uses a database driver and a pool of threads that belong to the application alone. */
public final class QueryServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      // Not by DriverManager, which would keep the driver and so the loader.
      Driver driver =
          Class.forName("org.h2.Driver")
              .asSubclass(Driver.class)
              .getDeclaredConstructor()
              .newInstance();
      try (Connection connection = driver.connect("jdbc:h2:mem:", new Properties());
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT 6 * 7")) {
        rows.next();
        String answer = String.valueOf(rows.getInt(1));
        response
            .getWriter()
            .write(
                threads
                    .submit(
                        new java.util.concurrent.Callable<String>() {
                          @Override
                          public String call() {
                            return answer;
                          }
                        })
                    .get());
      }
    } catch (SQLException e) {
      throw new ServletException(e);
    } catch (Exception e) {
      throw new IOException(e);
    } finally {
      threads.shutdown();
      try {
        threads.awaitTermination(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
