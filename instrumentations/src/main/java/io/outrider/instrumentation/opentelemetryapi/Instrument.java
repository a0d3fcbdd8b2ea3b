// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.MetricsApi;
import io.outrider.instrumentation.TelemetryApi;
import java.util.List;
import java.util.function.Consumer;

/** What an instrument is to be, and then what it records with. */
public final class Instrument {
  private final MetricsApi api = TelemetryApi.get().metrics();
  private final Object meter;
  private final int kind;
  private final String name;
  private String description;
  private String unit;
  private List<?> bounds;
  private Object agent;

  /** Applications keep attributes that they use often: those of the last call are known already. */
  private volatile Known known;

  Instrument(Object meter, int kind, String name) {
    this.meter = meter;
    this.kind = kind;
    this.name = name;
  }

  Instrument as(int other) {
    Instrument made = new Instrument(meter, other, name);
    made.description = description;
    made.unit = unit;
    made.bounds = bounds;
    return made;
  }

  void description(String of) {
    description = of;
  }

  void unit(String of) {
    unit = of;
  }

  void bounds(List<?> of) {
    bounds = of;
  }

  /** A builder may be used on: what it has built stays as it is. */
  Instrument built() {
    Instrument made = as(kind);
    made.agent = api.instrument(meter, kind, name, description, unit, bounds);
    return made;
  }

  Observed observed(final Consumer<?> callback) {
    return new Observed(kind, callback, meter, name, description, unit);
  }

  Measurement observer() {
    return new Measurement(kind, api.observer(meter, kind, name, description, unit));
  }

  public void record(long value, Attributes attributes, Context context) {
    api.record(agent, value, attributes(attributes), context(context));
  }

  public void record(double value, Attributes attributes, Context context) {
    api.record(agent, value, attributes(attributes), context(context));
  }

  private Object attributes(Attributes attributes) {
    if (attributes == null || attributes.isEmpty()) {
      return null;
    }
    Known last = known;
    if (last == null || last.given != attributes) {
      last = new Known(attributes, Conversions.attributes(attributes));
      known = last;
    }
    return last.agent;
  }

  private static Object context(Context context) {
    return context == null ? null : BridgedContext.agent(context);
  }

  private static final class Known {
    final Attributes given;
    final Object agent;

    Known(Attributes given, Object agent) {
      this.given = given;
      this.agent = agent;
    }
  }
}
