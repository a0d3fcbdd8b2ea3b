// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.sql.SQLException;

/** An exception as the application sees it, in words. */
final class Thrown {
  private Thrown() {}

  static Order describe(Throwable thrown) {
    Order order =
        new Order()
            .with("thrown", thrown.getClass().getName())
            .with("message", thrown.getMessage())
            .with("types", types(thrown))
            .with("frames", thrown.getStackTrace().length);
    if (thrown instanceof SQLException) {
      order.with("sqlState", ((SQLException) thrown).getSQLState());
    }
    StringBuilder causes = new StringBuilder();
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      causes.append(types(cause)).append(' ');
    }
    return order.with("causes", causes.toString().trim());
  }

  /** Class names, the superclasses' and the interfaces' included, with blanks between. */
  private static String types(Throwable thrown) {
    StringBuilder types = new StringBuilder();
    for (Class<?> type = thrown.getClass(); type != Object.class; type = type.getSuperclass()) {
      types.append(type.getName()).append(' ');
      for (Class<?> face : type.getInterfaces()) {
        types.append(face.getName()).append(' ');
      }
    }
    return types.toString().trim();
  }
}
