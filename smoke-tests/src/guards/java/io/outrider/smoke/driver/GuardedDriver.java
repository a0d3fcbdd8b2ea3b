// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.util.concurrent.Callable;

/**
 * Makes the call of another driver, which the order names in {@code inner}, inside the kind of
 * guard it names in {@code how}; {@code none}: outside of any.
 */
abstract class GuardedDriver implements Driver {
  @Override
  public final Order perform(Order order) throws Throwable {
    Driver inner =
        order.get("inner").equals("jdbc") ? new JdbcDriver() : new HttpUrlConnectionDriver();
    Callable<Order> call = () -> call(inner, order);
    String how = order.get("how");
    try {
      return how.equals("none") ? call.call() : guarded(how, call, order);
    } catch (Exception e) {
      Throwable cause = e;
      while (cause.getCause() != null
          && !cause.getClass().getName().startsWith("java.net.")
          && !cause.getClass().getName().contains("SQL")
          && !cause.getClass().getName().startsWith("io.outrider.")) {
        cause = cause.getCause();
      }
      throw cause;
    }
  }

  private static Order call(Driver inner, Order order) throws Exception {
    try {
      return inner.perform(order);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  abstract Order guarded(String how, Callable<Order> call, Order order) throws Exception;
}
