// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * Answers the engine's questions about requests that {@link ServerCalls} begins: one object is both
 * request and response, and what finds them among arguments is never asked.
 *
 * @param <E> request and response
 */
public abstract class ExchangeAdapter<E> implements HttpServerAdapter<E, E> {
  protected ExchangeAdapter() {}

  @Override
  public final E request(Object self, Object a0, Object a1, Object a2) {
    return null;
  }

  @Override
  public final E response(Object self, Object a0, Object a1, Object a2) {
    return null;
  }

  @Override
  public final Object state(E exchange) {
    return null;
  }

  @Override
  public final void state(E exchange, Object state) {}

  @Override
  public final boolean suspended(E request, E response, Completion completion) {
    return false;
  }
}
