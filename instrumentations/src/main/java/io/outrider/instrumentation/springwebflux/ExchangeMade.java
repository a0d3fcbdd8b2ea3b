// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.springwebflux;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.Contexts;
import org.springframework.web.server.ServerWebExchange;

/** Notes on an exchange in which context its request is served. */
final class ExchangeMade implements AfterAdapter {
  static final String CONTEXT = "io.outrider.context";

  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    Object context = Contexts.current();
    if (context != null && returned instanceof ServerWebExchange) {
      ((ServerWebExchange) returned).getAttributes().put(CONTEXT, context);
    }
    return returned;
  }
}
