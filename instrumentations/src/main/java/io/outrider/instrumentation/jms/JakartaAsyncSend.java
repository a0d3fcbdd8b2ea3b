// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.Send;
import jakarta.jms.CompletionListener;

/** Likewise for what a listener hears the end of, since JMS 2.0. */
final class JakartaAsyncSend extends JakartaSend {
  @Override
  public Detour outgoing(
      Object self, Outgoing sent, Object[] arguments, Headers headers, Send send) {
    int last = arguments.length - 1;
    if (arguments[last] != null) {
      arguments[last] = new JakartaCompletion((CompletionListener) arguments[last], send);
      sent.heard = true;
    }
    return super.outgoing(self, sent, arguments, headers, send);
  }
}
