// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import javax.jms.Message;

/** Reads what listeners of the javax API are called with. */
final class JavaxProcess extends JavaxReceive {
  @Override
  public Message message(Object self, Object[] arguments, Object returned) {
    return (Message) arguments[arguments.length - 1];
  }

  @Override
  public String operation() {
    return "process";
  }

  @Override
  public boolean mayBeHeld(Message message) {
    return true;
  }
}
