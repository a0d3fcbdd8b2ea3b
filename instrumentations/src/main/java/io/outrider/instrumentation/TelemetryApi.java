// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.Collection;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What the agent's OpenTelemetry does for the one that an application brings along: contexts,
 * spans, baggage and propagation. The two have types of the same names and nothing else in common,
 * so that only types of the JDK cross: whatever is called Object here is the agent's own and is
 * handed back as it came.
 *
 * <p>A context is never null here; the root is {@link Contexts#none()}. Times are nanoseconds since
 * 1970; 0 is now. Nothing throws.
 */
public abstract class TelemetryApi {
  private static volatile Supplier<?> source;
  private static volatile TelemetryApi installed;

  protected TelemetryApi() {}

  /**
   * @param made gives the one there is when an adapter first asks for it: most applications bring
   *     no OpenTelemetry along, and should not load what is made for those that do
   */
  public static void install(Supplier<?> made) {
    synchronized (TelemetryApi.class) {
      source = made;
      installed = null;
    }
  }

  /** Null before any adapter's first call. */
  public static TelemetryApi get() {
    TelemetryApi ready = installed;
    return ready == null ? first() : ready;
  }

  private static TelemetryApi first() {
    synchronized (TelemetryApi.class) {
      if (installed == null && source != null) {
        installed = (TelemetryApi) source.get();
      }
      return installed;
    }
  }

  public abstract MetricsApi metrics();

  public abstract LogsApi logs();

  /** A key under which one application keeps its own contexts. */
  public abstract Object key();

  /** A context that says to the application: this is yours. */
  public abstract Object attached(Object context, Object key, Object own);

  /** What was attached, where the context is exactly that; null where something is on top of it. */
  public abstract Object own(Object context, Object key);

  /** The innermost that was attached, or null. */
  public abstract Object below(Object context, Object key);

  /** Null where there is none. */
  public abstract Object span(Object context);

  public abstract Object withSpan(Object context, Object span);

  /** Null where there is none. */
  public abstract Object baggage(Object context);

  /** Name, value and metadata of each entry, one after the other. */
  public abstract String[] entries(Object baggage);

  /**
   * @param entries as {@link #entries} gives them
   */
  public abstract Object withBaggage(Object context, String[] entries);

  /**
   * @param state names and values, one after the other; null: none
   */
  public abstract Object spanContext(
      String traceId, String spanId, byte flags, boolean remote, String[] state);

  /** The span context of a span. */
  public abstract Object spanContext(Object span);

  public abstract String traceId(Object spanContext);

  public abstract String spanId(Object spanContext);

  public abstract byte flags(Object spanContext);

  public abstract boolean isRemote(Object spanContext);

  /** Null where it is empty. */
  public abstract String[] state(Object spanContext);

  /**
   * A span that somebody else records.
   *
   * @param own the application's object for it
   */
  public abstract Object foreign(Object spanContext, Object own);

  /** What {@link #foreign} was given; null for spans of the agent. */
  public abstract Object foreignOwn(Object span);

  /** For a while nothing may be recorded yet; then the tracer is asked again. */
  public abstract Object tracer(String name, String version, String schemaUrl);

  public abstract Object spanBuilder(Object tracer, String name);

  public abstract void kind(Object builder, String kind);

  public abstract void startAt(Object builder, long epochNanos);

  /**
   * @param context the parent
   */
  public abstract Object start(Object builder, Object context);

  /**
   * @param builderOrSpan the one or the other, as in the methods that follow
   * @param attributes null: none
   */
  public abstract void link(Object builderOrSpan, Object spanContext, Object attributes);

  public abstract void set(Object builderOrSpan, String key, String value);

  public abstract void set(Object builderOrSpan, String key, long value);

  public abstract void set(Object builderOrSpan, String key, double value);

  public abstract void set(Object builderOrSpan, String key, boolean value);

  /**
   * @param type the place of the key's type in OpenTelemetry's enumeration, AttributeType
   * @param value of the JDK; structured ones are made of lists, maps, texts, numbers and {@code
   *     byte[]}
   */
  public abstract void set(Object builderOrSpan, int type, String key, Object value);

  /**
   * @param attributes null: none
   */
  public abstract void event(Object span, String name, Object attributes, long epochNanos);

  public abstract void exception(Object span, Throwable thrown, Object attributes);

  public abstract void status(Object span, String code, String description);

  public abstract void rename(Object span, String name);

  public abstract void end(Object span, long epochNanos);

  public abstract boolean isRecording(Object span);

  /**
   * @param flat type, key and value of each, as {@link #set(Object, int, String, Object)} takes
   *     them, one after the other; the type as an Integer
   */
  public abstract Object attributes(Object[] flat);

  /** The names of the headers that {@link #inject} may set. */
  public abstract Collection<String> fields();

  public abstract void inject(Object context, BiConsumer<String, String> headers);

  public abstract Object extract(Object context, Incoming headers);

  /** Whether what the application registers is to be passed over. */
  public abstract boolean replacesSdk();

  /**
   * The application has registered an OpenTelemetry of its own; said to people, once.
   *
   * @param replaced the agent's is used in its place
   */
  public abstract void ownSdk(String what, boolean replaced);

  /** Headers, as the application gives them. */
  public abstract static class Incoming {
    public abstract String get(String name);

    public abstract Iterator<String> all(String name);

    public abstract Iterable<String> names();
  }
}
