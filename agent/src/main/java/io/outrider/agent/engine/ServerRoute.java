// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.agent.guard.Answer;
import io.outrider.instrumentation.RouteAdapter;

/**
 * A framework is about to call the handler of a route: the second decision point. Rules that name a
 * route are asked here, before the handler runs.
 */
final class ServerRoute extends CallHandler {
  private final Engine engine;
  private final RouteAdapter adapter;

  ServerRoute(Engine engine, RouteAdapter adapter, Life life) {
    super(life, "a route");
    this.engine = engine;
    this.adapter = adapter;
  }

  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) throws Exception {
    Object context = adapter.context(self, a0, a1, a2);
    Operation operation =
        Operation.requestOf(context == null ? Current.orNull() : (Context) context);
    if (operation == null || operation.route != null || operation.isEnded()) {
      // The first route counts: what a forward finds later is not what was asked for.
      return null;
    }
    String route = adapter.route(self, a0, a1, a2);
    if (route == null) {
      return null;
    }
    Answer answer = engine.serverCalls.atRoute(operation, route);
    if (answer == null) {
      return null;
    }
    Object[] entered = {operation, answer, null, null};
    Object returned =
        adapter.answer(
            self, a0, a1, a2, answer.status(), ServerAnswer.headers(answer), answer.body());
    if (returned == null) {
      ServerAnswer.give(operation, answer);
    } else {
      entered[FALLBACK] = returned;
    }
    return entered;
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    return entered[FALLBACK] == null ? null : new Object[] {entered[FALLBACK], thrown};
  }
}
