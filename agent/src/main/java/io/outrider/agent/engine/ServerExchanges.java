// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.HttpServerAdapter;
import io.outrider.instrumentation.ServerCall;
import io.outrider.instrumentation.ServerCalls;

/** Begins requests for adapters of servers that serve a request in more than one method. */
final class ServerExchanges extends ServerCalls {
  private final Engine engine;
  private final HttpServerAdapter<Object, Object> adapter;
  private final Life life;

  /** Begins nothing before it is bound. */
  ServerExchanges(Engine engine) {
    this(engine, null, null);
  }

  private ServerExchanges(Engine engine, HttpServerAdapter<Object, Object> adapter, Life life) {
    this.engine = engine;
    this.adapter = adapter;
    this.life = life;
  }

  @Override
  public ServerCall begin(Object exchange) {
    try {
      return life.isOver() ? null : ServerExchange.begin(engine, adapter, exchange, life);
    } catch (Throwable e) {
      try {
        life.failed("an HTTP request", e);
      } catch (Throwable again) {
        // No stack or no heap is left to say it with.
      }
      return null;
    }
  }

  @Override
  @SuppressWarnings("unchecked") // What it is asked about is what it has begun with.
  protected ServerCalls bind(HttpServerAdapter<?, ?> bound, String library) {
    return new ServerExchanges(
        engine, (HttpServerAdapter<Object, Object>) bound, new Life(library));
  }
}
