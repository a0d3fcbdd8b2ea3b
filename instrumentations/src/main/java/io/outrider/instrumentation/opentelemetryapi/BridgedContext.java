// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.TelemetryApi;

/**
 * A context of the agent's, as the application sees it. Span and baggage are the agent's; all other
 * values are the application's, in a context of its own.
 */
final class BridgedContext implements Context {
  /** Under which the agent's contexts keep ours: another one for each copy of the library. */
  static final Object KEY = TelemetryApi.get().key();

  private static final ContextKey<?> SPAN = Probe.key(true);
  private static final ContextKey<?> BAGGAGE = Probe.key(false);

  private final Object agent;
  private final Context values;

  /** Nothing was added to what the agent's context says. */
  private final boolean plain;

  /** As the application gave it, or as it was last asked for. */
  private Span span;

  private Baggage baggage;

  BridgedContext(Object agent, Context values, boolean plain, Span span, Baggage baggage) {
    this.agent = agent;
    this.values = values;
    this.plain = plain;
    this.span = span;
    this.baggage = baggage;
  }

  /** The very object that the application made current, as long as nothing is on top of it. */
  static Context of(Object agent) {
    TelemetryApi api = TelemetryApi.get();
    Object own = api.own(agent, KEY);
    if (own != null) {
      return (Context) own;
    }
    Context below = (Context) api.below(agent, KEY);
    return new BridgedContext(
        agent, below == null ? Context.root() : values(below), true, null, null);
  }

  private static Context values(Context context) {
    return context instanceof BridgedContext ? ((BridgedContext) context).values : context;
  }

  static boolean isSame(Context next, Object current) {
    if (next instanceof BridgedContext) {
      BridgedContext bridged = (BridgedContext) next;
      if (bridged.plain && bridged.agent == current) {
        return true;
      }
    }
    return TelemetryApi.get().own(current, KEY) == next;
  }

  /**
   * The agent's context for what is current; never null. Where the application keeps its contexts
   * in a storage of its own, one with a span counts before the agent's.
   */
  static Object currentAgent() {
    Context own = Context.current();
    if (own instanceof BridgedContext || Span.fromContextOrNull(own) != null) {
      return agent(own);
    }
    Object current = Contexts.current();
    return current == null ? Contexts.none() : current;
  }

  /** The agent's context for one of the application's; never null. */
  static Object agent(Context context) {
    if (context instanceof BridgedContext) {
      return ((BridgedContext) context).agent;
    }
    TelemetryApi api = TelemetryApi.get();
    Object agent = Contexts.none();
    Span span = Span.fromContextOrNull(context);
    if (span != null) {
      agent = api.withSpan(agent, BridgedSpan.agent(span));
    }
    Baggage baggage = Baggage.fromContextOrNull(context);
    return baggage == null ? agent : api.withBaggage(agent, Conversions.entries(baggage));
  }

  /** The same context of the application's, with another one of the agent's under it. */
  static Context with(Context context, Object agent) {
    return new BridgedContext(agent, values(context), false, null, null);
  }

  @Override
  @SuppressWarnings("unchecked") // What is stored under a key is of the key's type.
  public <V> V get(ContextKey<V> key) {
    if (key == SPAN) {
      return (V) span();
    }
    return key == BAGGAGE ? (V) baggage() : values.get(key);
  }

  private Span span() {
    Span known = span;
    if (known == null) {
      TelemetryApi api = TelemetryApi.get();
      Object of = api.span(agent);
      if (of == null) {
        return null;
      }
      known = BridgedSpan.of(of);
      span = known;
    }
    return known;
  }

  private Baggage baggage() {
    Baggage known = baggage;
    if (known == null) {
      Object of = TelemetryApi.get().baggage(agent);
      if (of == null) {
        return null;
      }
      known = Conversions.baggage(of);
      baggage = known;
    }
    return known;
  }

  @Override
  public <V> Context with(ContextKey<V> key, V value) {
    TelemetryApi api = TelemetryApi.get();
    if (key == SPAN && value instanceof Span) {
      Span next = (Span) value;
      return new BridgedContext(
          api.withSpan(agent, BridgedSpan.agent(next)), values, false, next, baggage);
    }
    if (key == BAGGAGE && value instanceof Baggage) {
      Baggage next = (Baggage) value;
      return new BridgedContext(
          api.withBaggage(agent, Conversions.entries(next)), values, false, span, next);
    }
    return new BridgedContext(agent, values.with(key, value), false, span, baggage);
  }

  @Override
  public String toString() {
    return "BridgedContext{" + agent + ", " + values + '}';
  }

  /**
   * The library keeps the keys of span and baggage to itself; who is asked to store itself gives
   * its key away.
   */
  private static final class Probe implements Context {
    private ContextKey<?> key;

    static ContextKey<?> key(boolean span) {
      Probe probe = new Probe();
      if (span) {
        Span.getInvalid().storeInContext(probe);
      } else {
        Baggage.empty().storeInContext(probe);
      }
      return probe.key;
    }

    @Override
    public <V> V get(ContextKey<V> wanted) {
      return null;
    }

    @Override
    public <V> Context with(ContextKey<V> used, V value) {
      key = used;
      return this;
    }
  }
}
