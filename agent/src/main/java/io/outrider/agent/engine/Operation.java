// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.outrider.agent.guard.Criticality;
import io.outrider.agent.guard.Deadline;
import io.outrider.agent.guard.GuardSet;
import io.outrider.agent.guard.GuardedCall;
import io.outrider.agent.guard.Permit;
import io.outrider.agent.guard.Refusal;
import io.outrider.agent.guard.Timeouts;
import io.outrider.instrumentation.HttpClientAdapter;
import io.outrider.instrumentation.HttpServerAdapter;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * One call in flight, from enter to exit: its span, its start, what the guards granted. It is the
 * Context of all that happens inside it, so that a call costs one object and not three.
 */
final class Operation implements Context, GuardedCall {
  /**
   * The conventions. A call inside another of the same convention is part of it and gets no span.
   */
  enum Kind {
    HTTP_SERVER,
    HTTP_CLIENT,
    DB,
    /** A message is sent. */
    PRODUCER,
    /** The application asks for messages. */
    RECEIVE,
    /** It works on one, or on some: like a request that was sent to it. */
    CONSUMER,
    /** A request for a connection. What a database is asked meanwhile nobody has called. */
    CONNECT,
    /** A method of the application's own. Never a context: it is asked about by guards only. */
    METHOD;

    /** Whether what is inside is not part of it, but caused by it. */
    boolean isEntry() {
      return this == HTTP_SERVER || this == CONSUMER;
    }

    boolean hides(Kind call) {
      return call == this || this == DB && call == CONNECT || this == CONNECT && call == DB;
    }
  }

  static final ContextKey<Span> SPAN_KEY = KeyProbe.of(Span.getInvalid());
  private static final AtomicIntegerFieldUpdater<Operation> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(Operation.class, "ended");

  final Kind kind;

  /** What the guards say of how much it matters may be put on top before it becomes current. */
  Context parent;

  final long startNanos;

  /** What was current on the thread that entered, to be made current again there. */
  Context previous;

  /** Null when this call has none of its own. */
  Span span;

  Peer peer;
  String method;
  String protocol;

  /** The guards that were asked, and what they granted; ended once, with the operation. */
  GuardSet guards;

  Permit permit;

  /** Likewise where the route was known. */
  GuardSet routeGuards;

  Permit routePermit;

  /** A guard of the application's own stands around this call: ours refuse and limit nothing. */
  boolean observed;

  Refusal refused;

  /** Not null: the call was refused, and this is thrown in its place. */
  Throwable refusal;

  /** What was asked, as long as its adapter may still have to be asked about it. */
  Object request;

  Object response;

  /** Answers for {@link #request} in the application's place; null once that is over. */
  HttpServerAdapter<Object, Object> server;

  /** The thread that runs its outermost method, while it does. */
  Thread thread;

  /** Another thread has told the library to stop. */
  boolean givenUp;

  String host;
  String path;
  String route;

  /** What undoes a timeout that was set for this call alone; -1: nothing. */
  int restore = -1;

  /** Whether this statement changes something. */
  boolean writes;

  /** Or nobody knows whether it does. */
  boolean mayWrite;

  /** What cancels this execution when its time is over; null: nothing. */
  QueryLimit limit;

  /** A rule of sampling has dropped it: nothing inside it is recorded. */
  boolean dropped;

  /** When the caller of the request that it belongs to gives up; null when nobody said. */
  Deadline deadline;

  /**
   * How much it matters, by a rule for it or for the request that it belongs to; null when no rule
   * says so, and then what the baggage says counts.
   */
  Criticality criticality;

  /** What the baggage says of that is a rule's word and not the caller's. */
  boolean ownLevel;

  /** Whether guards may hold this thread up. */
  boolean mayWait;

  /** The answer lasts as long as its client wishes, so that its time says nothing to guards. */
  boolean lasting;

  /** How long guards have held it up: time that is not the peer's. */
  long waitedNanos;

  /** Not null: the engine makes the call, perhaps more than once; this is one attempt. */
  Attempts attempts;

  /** A request whose caller is at its second attempt or a later one. */
  boolean isRetry;

  /** Answers for the {@link #request} of a client, as long as guards may ask. */
  HttpClientAdapter<Object, ?> client;

  /** Of a batch: how many they are. */
  int messages = 1;

  private volatile int ended;

  Operation(Kind kind, Context parent, long startNanos) {
    this.kind = kind;
    this.parent = parent;
    this.startNanos = startNanos;
    Operation outer = kind.isEntry() ? null : of(parent);
    if (outer != null) {
      deadline = outer.deadline;
      criticality = outer.criticality;
    }
  }

  /** True for the one caller that may end it. */
  boolean end() {
    return ended == 0 && ENDED.compareAndSet(this, 0, 1);
  }

  boolean isEnded() {
    return ended != 0;
  }

  /** Lets guards and routes ask about the request, and answer for it. */
  void attend(HttpServerAdapter<Object, Object> adapter, Object asked, Object answered) {
    request = asked;
    response = answered;
    server = adapter;
  }

  /**
   * The request may be recycled while this lives on in an asynchronous answer, and this may live on
   * in what the request has started.
   */
  void forget() {
    thread = null;
    request = null;
    response = null;
    server = null;
  }

  /** Ends the span, if it has one. Never throws. */
  void endSpan() {
    try {
      if (span != null) {
        span.end();
      }
    } catch (Throwable e) {
      Errors.observing("the end of a span", e);
    }
  }

  /** The innermost operation of a context, or null. */
  static Operation of(Context context) {
    Context at = context;
    while (!(at instanceof Operation)) {
      if (at instanceof Layer) {
        at = ((Layer) at).under;
      } else if (at instanceof Silence) {
        at = ((Silence) at).parent;
      } else {
        return null;
      }
    }
    return (Operation) at;
  }

  /** Whether a context is this, or is inside it. */
  boolean encloses(Context context) {
    Context at = context;
    while (at != this) {
      if (at instanceof Operation) {
        at = ((Operation) at).parent;
      } else if (at instanceof Layer) {
        at = ((Layer) at).under;
      } else if (at instanceof Silence) {
        at = ((Silence) at).parent;
      } else {
        return false;
      }
    }
    return true;
  }

  /** The request a context belongs to, or null. */
  static Operation requestOf(Context context) {
    Operation operation = of(context);
    while (operation != null && operation.kind != Kind.HTTP_SERVER) {
      operation = of(operation.parent);
    }
    return operation;
  }

  /** Whether a call of this kind is made by one that is reported already, or is to be silent. */
  static boolean isNested(Context context, Kind kind) {
    Context at = context;
    while (true) {
      if (at instanceof Operation) {
        Operation operation = (Operation) at;
        if (operation.kind.isEntry()) {
          return false;
        }
        if (operation.kind.hides(kind) && !operation.isEnded()) {
          return true;
        }
        at = operation.parent;
      } else if (at instanceof Silence) {
        if (((Silence) at).hides(kind)) {
          return true;
        }
        at = ((Silence) at).parent;
      } else if (at instanceof Layer) {
        at = ((Layer) at).under;
      } else {
        return false;
      }
    }
  }

  /**
   * The parent for something new: a client call that has ended is no parent any more, though its
   * context may still be current in a callback that its library runs.
   */
  static Context parent(Context context) {
    Context at = context;
    Operation operation = of(at);
    while (operation != null && !operation.kind.isEntry() && operation.isEnded()) {
      at = operation.parent;
      operation = of(at);
    }
    return at;
  }

  @Override
  public long remainingNanos(long nowNanos) {
    return deadline == null || !deadline.enforced()
        ? Timeouts.NO_DEADLINE
        : deadline.remainingNanos(nowNanos);
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public boolean writes() {
    return writes;
  }

  @Override
  public String header(String name) {
    if (server != null) {
      return server.header(request, name);
    }
    if (client == null || request == null) {
      return null;
    }
    List<String> values = client.requestHeaders(request, name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  @Override
  public String callerAddress() {
    return server == null ? null : peer.callers.address(server, request);
  }

  @Override
  public String route() {
    return route;
  }

  @Override
  public Criticality criticality() {
    Criticality level = criticality == null ? RequestLevel.in(parent) : criticality;
    return level == null ? Criticality.CRITICAL : level;
  }

  @Override
  public int owes() {
    return kind == Kind.CONSUMER ? messages : 0;
  }

  @Override
  public boolean connects() {
    return kind == Kind.CONNECT;
  }

  @Override
  public boolean mayWait() {
    return mayWait;
  }

  @Override
  public void waited(long nanos) {
    waitedNanos += nanos;
  }

  @Override
  public long waitedNanos() {
    return waitedNanos;
  }

  @Override
  @SuppressWarnings("unchecked") // The key of the span is one for spans.
  public <V> V get(ContextKey<V> key) {
    return key == SPAN_KEY && span != null ? (V) span : parent.get(key);
  }

  @Override
  public <V> Context with(ContextKey<V> key, V value) {
    return new Layer(this, key, value);
  }
}
