// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.outrider.instrumentation.TelemetryApi;
import io.outrider.instrumentation.opentelemetryapi.newer.AllValues;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.BiConsumer;

/** The dialects of {@code otel.propagators}, for the application's own carriers. */
final class BridgedPropagator implements TextMapPropagator {
  /** Whether headers can be asked for all their values: since 1.41. */
  private static final boolean ALL = hasAll();

  @Override
  public Collection<String> fields() {
    return TelemetryApi.get().fields();
  }

  @Override
  public <C> void inject(Context context, final C carrier, final TextMapSetter<C> setter) {
    if (context == null || setter == null) {
      return;
    }
    TelemetryApi.get()
        .inject(
            BridgedContext.agent(context),
            new BiConsumer<String, String>() {
              @Override
              public void accept(String name, String value) {
                setter.set(carrier, name, value);
              }
            });
  }

  @Override
  public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
    if (context == null || getter == null) {
      return context == null ? Context.root() : context;
    }
    Object agent = BridgedContext.agent(context);
    Object extracted = TelemetryApi.get().extract(agent, new Headers<C>(carrier, getter));
    return extracted == agent ? context : BridgedContext.with(context, extracted);
  }

  private static boolean hasAll() {
    try {
      TextMapGetter.class.getMethod("getAll", Object.class, String.class);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static final class Headers<C> extends TelemetryApi.Incoming {
    private final C carrier;
    private final TextMapGetter<C> getter;

    Headers(C carrier, TextMapGetter<C> getter) {
      this.carrier = carrier;
      this.getter = getter;
    }

    @Override
    public String get(String name) {
      return getter.get(carrier, name);
    }

    @Override
    public Iterator<String> all(String name) {
      if (ALL) {
        return AllValues.of(getter, carrier, name);
      }
      String value = getter.get(carrier, name);
      return value == null
          ? Collections.<String>emptyIterator()
          : Collections.singletonList(value).iterator();
    }

    @Override
    @SuppressWarnings("deprecation") // Getters of before 1.60 have nothing else.
    public Iterable<String> names() {
      return getter.keys(carrier);
    }
  }
}
