// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactornetty;

import io.outrider.instrumentation.AfterAdapter;
import reactor.netty.http.client.HttpClientRequest;

/** Adds to a request what is to be sent with it, after all that the application adds. */
final class Sending implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    HttpClientRequest request = (HttpClientRequest) self;
    Object call = request.currentContextView().getOrDefault(Call.class, null);
    if (call instanceof Call) {
      ((Call) call).sending(request);
    }
    return returned;
  }
}
