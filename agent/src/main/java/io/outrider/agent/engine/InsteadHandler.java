// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.InsteadAdapter;
import java.util.concurrent.Callable;

/** Lets an adapter do what the woven method was asked for. */
final class InsteadHandler extends CallHandler {
  private final InsteadAdapter adapter;

  InsteadHandler(InsteadAdapter adapter, Life life) {
    super(life, "an HTTP client call");
    this.adapter = adapter;
  }

  @Override
  Object[] begin(Object self, Object arguments, Object a1, Object a2) throws Exception {
    Object instead = adapter.instead(self, (Object[]) arguments);
    return instead == null ? null : new Object[] {instead, instead, null, null};
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    try {
      return new Object[] {((Callable<?>) entered[OPERATION]).call(), null};
    } catch (Throwable e) {
      return new Object[] {null, e};
    }
  }
}
