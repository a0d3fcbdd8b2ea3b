// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.agent.shape.Around;
import io.outrider.instrumentation.RouteAdapter;

/**
 * A framework is about to call the handler of a route: the second decision point. Rules that name a
 * route are asked here, before the handler runs.
 */
final class ServerRoute extends Around {
  private final Engine engine;
  private final RouteAdapter adapter;
  private final Life life;

  ServerRoute(Engine engine, RouteAdapter adapter, Life life) {
    this.engine = engine;
    this.adapter = adapter;
    this.life = life;
  }

  @Override
  public Object[] enter(Object self, Object a0, Object a1, Object a2) {
    Context current = Current.orNull();
    if (current == null || life.isOver()) {
      return null;
    }
    try {
      Operation operation = Operation.of(current);
      if (operation == null || operation.kind != Operation.Kind.HTTP_SERVER) {
        return null;
      }
      String route = adapter.route(self, a0, a1, a2);
      if (route == null) {
        return null;
      }
      engine.serverCalls.route(operation, route);
      return null;
    } catch (Throwable e) {
      life.failed("a route", e);
      return null;
    }
  }

  @Override
  public Object[] exit(Object entered, Object returned, Object thrown) {
    return null;
  }
}
