// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.AfterAdapter;
import javax.jms.JMSException;
import javax.jms.Session;
import javax.jms.XASession;

/** Notes which producers of the javax API send outside transactions. */
final class JavaxProducers implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    if (returned != null && self instanceof Session && isPlain((Session) self)) {
      Producers.plain(returned);
    }
    return returned;
  }

  private static boolean isPlain(Session session) {
    try {
      // Sessions of pools are of the one kind by their type, and tell the truth by having none.
      return !session.getTransacted()
          && !(session instanceof XASession && ((XASession) session).getXAResource() != null);
    } catch (JMSException closed) {
      return false;
    }
  }
}
