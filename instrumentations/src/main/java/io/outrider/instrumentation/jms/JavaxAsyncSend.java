// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.Send;
import javax.jms.CompletionListener;

/** Likewise for what a listener hears the end of, since JMS 2.0. */
final class JavaxAsyncSend extends JavaxSend {
  @Override
  public Detour outgoing(
      Object self, Outgoing sent, Object[] arguments, Headers headers, Send send) {
    int last = arguments.length - 1;
    if (arguments[last] != null) {
      arguments[last] = new JavaxCompletion((CompletionListener) arguments[last], send);
      sent.heard = true;
    }
    return super.outgoing(self, sent, arguments, headers, send);
  }
}
