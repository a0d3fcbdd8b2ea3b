// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

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
  Object[] begin(Object self, Object a0, Object a1, Object a2) {
    Operation operation = Operation.requestOf(Current.orNull());
    if (operation == null || operation.route != null || operation.isEnded()) {
      // The first route counts: what a forward finds later is not what was asked for.
      return null;
    }
    String route = adapter.route(self, a0, a1, a2);
    if (route == null) {
      return null;
    }
    engine.serverCalls.route(operation, route);
    if (operation.server == null || operation.thread != Thread.currentThread()) {
      // Goes on after its method has returned: too late to answer for it.
      return null;
    }
    Answer answer = engine.guards.atRoute(operation, route);
    if (answer == null) {
      return null;
    }
    Object[] entered = {operation, answer, null, null};
    ServerAnswer.give(operation, answer);
    return entered;
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    return null;
  }
}
