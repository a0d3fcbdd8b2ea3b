// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.TelemetryApi;

/** Keeps the application's current context where the agent keeps its own. */
final class BridgeStorage implements ContextStorage {
  @Override
  public Context current() {
    Object agent = Contexts.current();
    return agent == null ? null : BridgedContext.of(agent);
  }

  @Override
  public Scope attach(Context next) {
    Object current = Contexts.current();
    if (next == null || current != null && BridgedContext.isSame(next, current)) {
      return Unchanged.SCOPE;
    }
    Object agent;
    if (next == Context.root()) {
      if (current == null) {
        return Unchanged.SCOPE;
      }
      agent = null;
    } else {
      agent = TelemetryApi.get().attached(BridgedContext.agent(next), BridgedContext.KEY, next);
    }
    return new Attached(agent, Contexts.attach(agent == null ? Contexts.none() : agent));
  }

  private static final class Attached implements Scope {
    private final Object attached; // null: the root
    private final Object previous;
    private boolean closed;

    Attached(Object attached, Object previous) {
      this.attached = attached;
      this.previous = previous;
    }

    /** As the library: only what is current can be closed, and that once. */
    @Override
    public void close() {
      if (!closed && Contexts.current() == attached) {
        closed = true;
        Contexts.restore(previous);
      }
    }
  }

  private static final class Unchanged implements Scope {
    static final Scope SCOPE = new Unchanged();

    @Override
    public void close() {}
  }
}
