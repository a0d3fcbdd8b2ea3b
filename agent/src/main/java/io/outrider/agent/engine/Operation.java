// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.outrider.agent.guard.GuardSet;
import io.outrider.agent.guard.Permit;
import io.outrider.agent.guard.Refusal;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * One call in flight, from enter to exit: its span, its start, what the guards granted. It is the
 * Context of all that happens inside it, so that a call costs one object and not three.
 */
final class Operation implements Context {
  /**
   * The conventions. A call inside another of the same convention is part of it and gets no span.
   */
  enum Kind {
    HTTP_SERVER,
    HTTP_CLIENT,
    DB,
    /** No call, but the wish that none be reported inside. */
    SILENCE
  }

  private static final ContextKey<Span> SPAN_KEY = SpanKey.find();
  private static final AtomicIntegerFieldUpdater<Operation> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(Operation.class, "ended");

  final Kind kind;
  final Context parent;
  final long startNanos;

  /** What was current on the thread that entered, to be made current again there. */
  Context previous;

  Span span;
  Peer peer;
  String method;
  String protocol;

  /** The guards that were asked, and what they granted; ended once, with the operation. */
  GuardSet guards;

  Permit permit;
  Refusal refused;

  /** Not null: the call was refused, and this is thrown in its place. */
  Throwable refusal;

  /** The request, where the outcome is asked of it. */
  Object request;

  Object response;

  /** The thread that runs a request's outermost method, while it does. */
  Thread thread;

  String host;
  String path;
  String route;

  /** What undoes a timeout that was set for this call alone; -1: nothing. */
  int restore = -1;

  /** How many woven methods of this operation are being run on the thread. */
  int depth;

  /** A rule of sampling has dropped it: nothing inside it is recorded. */
  boolean dropped;

  private volatile int ended;

  Operation(Kind kind, Context parent, long startNanos) {
    this.kind = kind;
    this.parent = parent;
    this.startNanos = startNanos;
  }

  /** True for the one caller that may end it. */
  boolean end() {
    return ended == 0 && ENDED.compareAndSet(this, 0, 1);
  }

  boolean isEnded() {
    return ended != 0;
  }

  /** The innermost operation of a context, or null. */
  static Operation of(Context context) {
    return context instanceof Operation
        ? (Operation) context
        : context instanceof Layer ? ((Layer) context).operation() : null;
  }

  /** Whether a call of this kind is being made by one of the same kind: then it is a part of it. */
  static boolean isNested(Context context, Kind kind) {
    Operation operation = of(context);
    while (operation != null) {
      if (operation.kind == kind || operation.kind == Kind.SILENCE) {
        return !operation.isEnded();
      }
      if (operation.kind == Kind.HTTP_SERVER) {
        return false;
      }
      operation = of(operation.parent);
    }
    return false;
  }

  /**
   * The parent for something new: a client call that has ended is no parent any more, though its
   * context may still be current in a callback that its library runs.
   */
  static Context parent(Context context) {
    Operation operation = of(context);
    while (operation != null && operation.kind != Kind.HTTP_SERVER && operation.isEnded()) {
      context = operation.parent;
      operation = of(context);
    }
    return context;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <V> V get(ContextKey<V> key) {
    return key == SPAN_KEY && span != null ? (V) span : parent.get(key);
  }

  @Override
  public <V> Context with(ContextKey<V> key, V value) {
    return new Layer(this, key, value);
  }

  /** A value put on top of an operation, such as baggage. */
  private static final class Layer implements Context {
    private final Context under;
    private final ContextKey<?> key;
    private final Object value;

    Layer(Context under, ContextKey<?> key, Object value) {
      this.under = under;
      this.key = key;
      this.value = value;
    }

    Operation operation() {
      return of(under);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <V> V get(ContextKey<V> wanted) {
      return wanted == key ? (V) value : under.get(wanted);
    }

    @Override
    public <V> Context with(ContextKey<V> other, V otherValue) {
      return new Layer(this, other, otherValue);
    }
  }

  /**
   * OpenTelemetry keeps the key of the span to itself; a span that is asked to store itself gives
   * it away.
   */
  private static final class SpanKey implements Context {
    private ContextKey<?> key;

    @SuppressWarnings("unchecked")
    static ContextKey<Span> find() {
      SpanKey probe = new SpanKey();
      Span.getInvalid().storeInContext(probe);
      return (ContextKey<Span>) probe.key;
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
