// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import io.outrider.agent.config.Glob;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpServerAdapter;
import io.outrider.instrumentation.MessageAdapter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Carries contexts in headers, in the dialects that {@code otel.propagators} names. */
final class Propagation {
  private static final Setter SETTER = new Setter();

  private static final TextMapPropagator BAGGAGE = W3CBaggagePropagator.getInstance();
  private static final String BAGGAGE_HEADER = "baggage";

  private final TextMapPropagator[] propagators;
  private final Glob[] excluded;

  Propagation(List<String> names, List<Glob> excludedHosts) {
    List<TextMapPropagator> wanted = new ArrayList<TextMapPropagator>();
    for (String name : names) {
      TextMapPropagator one = byName(name);
      if (one != null) {
        wanted.add(one);
      }
    }
    propagators = wanted.toArray(new TextMapPropagator[0]);
    excluded = excludedHosts.toArray(new Glob[0]);
  }

  private static TextMapPropagator byName(String name) {
    if (name.equals("tracecontext")) {
      return W3CTraceContextPropagator.getInstance();
    }
    if (name.equals("baggage")) {
      return BAGGAGE;
    }
    if (name.equals("b3")) {
      return B3Propagator.injectingSingleHeader();
    }
    return name.equals("b3multi") ? B3Propagator.injectingMultiHeaders() : null;
  }

  /** Whether calls to this host may carry our headers. */
  boolean to(String host) {
    for (int i = 0; i < excluded.length; i++) {
      if (excluded[i].matches(host)) {
        return false;
      }
    }
    return true;
  }

  /** Sets a header of ours where calls to this host may carry any. */
  void mark(String host, Headers headers, String name, String value) {
    if (to(host)) {
      headers.set(name, value);
    }
  }

  /** All dialects in one, for carriers that are none of ours. Makes it: to be kept. */
  TextMapPropagator all() {
    return TextMapPropagator.composite(propagators);
  }

  void inject(Context context, Headers headers) {
    for (int i = 0; i < propagators.length; i++) {
      propagators[i].inject(context, headers, SETTER);
    }
  }

  /**
   * The context a request brings along; the root when it brings none, or one that cannot be read.
   */
  <Q> Context extract(HttpServerAdapter<Q, ?> adapter, Q request) {
    try {
      Getter<Q> getter = new Getter<Q>(adapter);
      Context context = Context.root();
      for (int i = 0; i < propagators.length; i++) {
        // That one makes a builder before it looks, and hardly a request has any.
        if (propagators[i] != BAGGAGE || adapter.header(request, BAGGAGE_HEADER) != null) {
          context = propagators[i].extract(context, request, getter);
        }
      }
      return context;
    } catch (Throwable e) {
      Errors.observing("the trace headers of a request", e);
      return Context.root();
    }
  }

  /** Likewise of a message. */
  <M> Context extract(MessageAdapter<M> adapter, M message) {
    try {
      MessageGetter<M> getter = new MessageGetter<M>(adapter);
      Context context = Context.root();
      for (int i = 0; i < propagators.length; i++) {
        if (propagators[i] != BAGGAGE || adapter.header(message, BAGGAGE_HEADER) != null) {
          context = propagators[i].extract(context, message, getter);
        }
      }
      return context;
    } catch (Throwable e) {
      Errors.observing("the trace headers of a message", e);
      return Context.root();
    }
  }

  private static final class Setter implements TextMapSetter<Headers> {
    @Override
    public void set(Headers headers, String name, String value) {
      if (headers != null) {
        headers.set(name, value);
      }
    }
  }

  private static final class Getter<Q> implements TextMapGetter<Q> {
    private final HttpServerAdapter<Q, ?> adapter;

    Getter(HttpServerAdapter<Q, ?> adapter) {
      this.adapter = adapter;
    }

    /**
     * OpenTelemetry asks this only of propagators that read all headers, which none of ours does.
     */
    @Override
    @Deprecated
    public Iterable<String> keys(Q request) {
      return Collections.emptyList();
    }

    @Override
    public String get(Q request, String name) {
      return request == null ? null : adapter.header(request, name);
    }

    @Override
    public Iterator<String> getAll(Q request, String name) {
      List<String> values = request == null ? null : adapter.headers(request, name);
      return values == null ? Collections.<String>emptyIterator() : values.iterator();
    }
  }

  private static final class MessageGetter<M> implements TextMapGetter<M> {
    private final MessageAdapter<M> adapter;

    MessageGetter(MessageAdapter<M> adapter) {
      this.adapter = adapter;
    }

    /** As of requests. */
    @Override
    @Deprecated
    public Iterable<String> keys(M message) {
      return Collections.emptyList();
    }

    @Override
    public String get(M message, String name) {
      return message == null ? null : adapter.header(message, name);
    }
  }
}
