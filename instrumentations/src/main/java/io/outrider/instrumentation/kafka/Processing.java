// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

/** The application's work on a record, or on some at once. */
class Processing extends Receiving {
  static final Processing ONE = new Processing();

  @Override
  public void asks(Object self, Object[] arguments) {}

  @Override
  public Delivery message(Object self, Object[] arguments, Object returned) {
    return null;
  }

  @Override
  public String operation() {
    return "process";
  }
}
