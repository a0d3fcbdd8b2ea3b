// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.TelemetryApi;
import io.outrider.instrumentation.opentelemetryapi.newer.Values;
import java.util.function.BiConsumer;

/** Values as they are on either side of the border. */
public final class Conversions {
  /** The place of structured values among the types of attributes, where there are any. */
  private static final int VALUE = 8;

  private Conversions() {}

  static Object spanContext(SpanContext ids) {
    String[] state = null;
    TraceState of = ids.getTraceState();
    if (!of.isEmpty()) {
      final String[] pairs = new String[2 * of.size()];
      of.forEach(
          new BiConsumer<String, String>() {
            private int at;

            @Override
            public void accept(String name, String value) {
              pairs[at++] = name;
              pairs[at++] = value;
            }
          });
      state = pairs;
    }
    return TelemetryApi.get()
        .spanContext(
            ids.getTraceId(), ids.getSpanId(), ids.getTraceFlags().asByte(), ids.isRemote(), state);
  }

  static SpanContext spanContext(TelemetryApi api, Object ids) {
    String[] pairs = api.state(ids);
    TraceState state = TraceState.getDefault();
    if (pairs != null) {
      TraceStateBuilder builder = TraceState.builder();
      // The builder puts the last one first.
      for (int i = pairs.length - 2; i >= 0; i -= 2) {
        builder.put(pairs[i], pairs[i + 1]);
      }
      state = builder.build();
    }
    TraceFlags flags = TraceFlags.fromByte(api.flags(ids));
    return api.isRemote(ids)
        ? SpanContext.createFromRemoteParent(api.traceId(ids), api.spanId(ids), flags, state)
        : SpanContext.create(api.traceId(ids), api.spanId(ids), flags, state);
  }

  static String[] entries(Baggage baggage) {
    final String[] flat = new String[3 * baggage.size()];
    baggage.forEach(
        new BiConsumer<String, BaggageEntry>() {
          private int at;

          @Override
          public void accept(String name, BaggageEntry entry) {
            flat[at++] = name;
            flat[at++] = entry.getValue();
            flat[at++] = entry.getMetadata().getValue();
          }
        });
    return flat;
  }

  static Baggage baggage(Object agent) {
    String[] flat = TelemetryApi.get().entries(agent);
    BaggageBuilder builder = Baggage.builder();
    for (int i = 0; i < flat.length; i += 3) {
      builder.put(flat[i], flat[i + 1], BaggageEntryMetadata.create(flat[i + 2]));
    }
    return builder.build();
  }

  /** The agent's context for one of the application's. */
  public static Object context(Context context) {
    return BridgedContext.agent(context);
  }

  /** Null for none. */
  public static Object attributes(Attributes attributes) {
    if (attributes == null || attributes.isEmpty()) {
      return null;
    }
    final Object[] flat = new Object[3 * attributes.size()];
    attributes.forEach(
        new BiConsumer<AttributeKey<?>, Object>() {
          private int at;

          @Override
          public void accept(AttributeKey<?> key, Object value) {
            if (at < flat.length) {
              flat[at++] = type(key);
              flat[at++] = key.getKey();
              flat[at++] = value(key, value);
            }
          }
        });
    return TelemetryApi.get().attributes(flat);
  }

  public static int type(AttributeKey<?> key) {
    return key.getType().ordinal();
  }

  /** A structured value is taken apart; all others are the JDK's. */
  public static Object value(AttributeKey<?> key, Object value) {
    return key.getType().ordinal() >= VALUE ? Values.plain(value) : value;
  }
}
