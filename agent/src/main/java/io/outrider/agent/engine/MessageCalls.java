// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.outrider.agent.guard.PeerGuards;
import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.MessageAdapter;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.ProducerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The convention of messaging: how sending, receiving and processing begin and end, whichever
 * library does it.
 */
final class MessageCalls {
  private static final long LONGEST_HOLD = 30_000_000_000L;
  private static final long LONGEST_PARK = 500_000_000L;

  /** As many as a span has room for by default. */
  private static final int MOST_LINKS = 128;

  /** An age beyond this is no age: a clock is wrong, or the field was not set. */
  private static final long LONGEST_AGE_MILLIS = 30L * 24 * 3600 * 1000;

  /** Asked as soon as there are messages, and telemetry. */
  final Lags lags = new Lags();

  private final Engine engine;
  private volatile MessageInstruments made;

  MessageCalls(Engine engine) {
    this.engine = engine;
  }

  /** Null as long as there is no telemetry. */
  private MessageInstruments instruments() {
    MessageInstruments ready = made;
    if (ready == null) {
      Instruments instruments = engine.instruments();
      if (instruments == Instruments.NONE) {
        return null;
      }
      ready = new MessageInstruments(instruments.meter, lags);
      made = ready;
    }
    return ready;
  }

  /**
   * Begins to send a message: guards and span. The operation is not yet current. When it throws,
   * what it has begun has ended.
   *
   * @return null when this call is not to be observed
   */
  <M> Operation send(ProducerAdapter<M> adapter, Object self, M message) {
    Context current = Current.get();
    if (Operation.isNested(current, Operation.Kind.PRODUCER)) {
      return null;
    }
    Operation operation =
        new Operation(Operation.Kind.PRODUCER, Operation.parent(current), System.nanoTime());
    try {
      // Nobody waits for it: it may go when there is no time left for an answer.
      operation.deadline = null;
      operation.request = message;
      MessagePeer peer =
          MessagePeer.of(engine.guards, adapter.endpoint(message), adapter.operation(), true);
      operation.peer = peer.peer;
      operation.span =
          Sampling.isDropped(operation.parent)
              ? Sampling.unsampled(operation.parent)
              : described(span(operation, peer, SpanKind.PRODUCER, "send"), adapter, message)
                  .startSpan();
      engine.guards.admitMessage(operation, !adapter.inTransaction(self, message));
      return operation;
    } catch (Throwable e) {
      abandon(operation);
      throw e;
    }
  }

  /** What carries the context, ready to be put into the message. */
  Headers headers(Operation operation) {
    Headers headers = new Headers();
    if (engine.messagePropagation
        && (operation.peer.host == null || engine.propagation.to(operation.peer.host))) {
      engine.propagation.inject(operation, headers);
    }
    return headers;
  }

  /** Ends the sending of a message: once, however often it is called; never throws. */
  void sent(Operation operation, Throwable thrown) {
    if (!operation.end()) {
      return;
    }
    long nanos = System.nanoTime() - operation.startNanos;
    operation.request = null;
    engine.guards.end(operation, 0, thrown, nanos);
    String errorType =
        operation.refused != null ? GuardNames.errorType(operation.refused) : name(thrown);
    end(operation, errorType, operation.refused == null ? thrown : null);
    try {
      MessageInstruments instruments = instruments();
      if (instruments != null) {
        Attributes series = operation.peer.series(errorType, null);
        instruments.operationDuration.record(nanos / 1e9, series, operation);
        if (operation.refused == null) {
          instruments.sent.add(1, series, operation);
        }
      }
    } catch (Throwable e) {
      Errors.observing("a message that was sent", e);
    }
  }

  /** A message has left the buffer for its library. */
  static void handedOn(Operation operation, long waitedNanos) {
    // Time that is not the broker's.
    operation.waitedNanos += waitedNanos;
    operation.guards.buffer().passed();
    operation.span.setAttribute(Semantics.BUFFER_DURATION, Double.valueOf(waitedNanos / 1e9));
  }

  /** Ends the sending of a message for which a buffer has no room; never throws. */
  void dropped(Operation operation) {
    try {
      engine.guards.dropMessage(operation);
      MessageInstruments instruments = instruments();
      if (instruments != null) {
        instruments.dropped.add(1, operation.peer.series(null, null), operation);
      }
    } catch (Throwable e) {
      Errors.observing("a message that was dropped", e);
    }
    sent(operation, null);
  }

  /** Shows what the application was given when it asked for messages. Never throws. */
  <M> void received(
      ConsumerAdapter<M> adapter, M message, long startNanos, Throwable thrown, Life life) {
    try {
      long nanos = System.nanoTime() - startNanos;
      Context current = Current.get();
      if (Operation.isNested(current, Operation.Kind.RECEIVE)) {
        return;
      }
      MessageEndpoint from = adapter.endpoint(message);
      MessagePeer peer = MessagePeer.of(engine.guards, from, adapter.operation(), false);
      Iterable<M> batch = adapter.batch(message);
      int messages = count(batch);
      String errorType = name(thrown);
      Context parent = Operation.parent(current);
      if ((engine.receiveSpans || Span.fromContext(parent).getSpanContext().isValid())
          && !Sampling.isDropped(parent)) {
        Operation operation = new Operation(Operation.Kind.RECEIVE, parent, startNanos);
        operation.peer = peer.peer;
        SpanBuilder builder = span(operation, peer, SpanKind.CLIENT, "receive");
        builder.setStartTimestamp(
            TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - nanos,
            TimeUnit.NANOSECONDS);
        if (batch == null) {
          described(builder, adapter, message);
          link(builder, adapter, message);
        } else {
          link(builder, adapter, batch, messages);
        }
        operation.span = builder.startSpan();
        end(operation, errorType, thrown);
      }
      MessageInstruments instruments = instruments();
      if (instruments != null) {
        Attributes series = peer.peer.series(errorType, null);
        instruments.operationDuration.record(nanos / 1e9, series);
        if (batch == null || from.destination() != null) {
          instruments.consumed.add(messages, series);
        } else {
          countByPlace(instruments, adapter, batch);
        }
      }
    } catch (Throwable e) {
      life.failed("messages that were received", e);
    }
  }

  /** Those that came together have no common place, but each its own. */
  private <M> void countByPlace(
      MessageInstruments instruments, ConsumerAdapter<M> adapter, Iterable<M> batch) {
    for (M one : batch) {
      MessagePeer peer =
          MessagePeer.of(engine.guards, adapter.endpoint(one), adapter.operation(), false);
      instruments.consumed.add(1, peer.peer.series(null, null));
    }
  }

  /**
   * Begins the work on a message, or on some at once. The operation is not yet current. When it
   * throws, what it has begun has ended.
   *
   * @return null when it is not to be observed: another layer of the library has begun it already
   */
  <M> Operation process(ConsumerAdapter<M> adapter, M message) {
    Context current = Current.get();
    Operation around = beingProcessed(current);
    if (around != null && around.request == message) {
      return null;
    }
    MessageEndpoint from = adapter.endpoint(message);
    MessagePeer peer = MessagePeer.of(engine.guards, from, adapter.operation(), false);
    // What it is part of was let in: to be held up by that would be to wait for oneself.
    if (around == null && adapter.mayBeHeld(message)) {
      hold(peer.peer.guards);
    }
    Iterable<M> batch = adapter.batch(message);
    Context sender = batch == null ? engine.propagation.extract(adapter, message) : Context.root();
    boolean child = Span.fromContext(sender).getSpanContext().isValid();
    Operation operation =
        new Operation(
            Operation.Kind.CONSUMER,
            child || current == Context.root() ? sender : Operation.parent(current),
            System.nanoTime());
    try {
      operation.request = message;
      operation.peer = peer.peer;
      operation.messages = count(batch);
      if (Sampling.isDropped(operation.parent)) {
        operation.span = Sampling.unsampled(operation.parent);
      } else {
        SpanBuilder builder = span(operation, peer, SpanKind.CONSUMER, "process");
        if (batch == null) {
          described(builder, adapter, message);
          if (child) {
            builder.addLink(Span.fromContext(sender).getSpanContext());
          }
        } else {
          link(builder, adapter, batch, operation.messages);
        }
        operation.span = builder.startSpan();
      }
      ages(adapter, message, batch, from.destination() == null, operation);
      engine.guards.watchWork(operation);
      return operation;
    } catch (Throwable e) {
      abandon(operation);
      throw e;
    }
  }

  /**
   * Holds the thread up that hands messages on, as long as guards say so: what comes after waits at
   * the broker meanwhile. Never so long that an application could not end.
   */
  private static void hold(PeerGuards guards) {
    long begun = System.nanoTime();
    long now = begun;
    long wait = Guarding.holdNanos(guards, now);
    while (wait > 0 && now - begun < LONGEST_HOLD && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(guards, Math.min(wait, LONGEST_PARK));
      now = System.nanoTime();
      wait = Guarding.holdNanos(guards, now);
    }
  }

  /** As {@link #hold}, for who can wait otherwise: 0 when a message may come now. */
  long holdNanos(MessageEndpoint from) {
    return Guarding.holdNanos(
        MessagePeer.of(engine.guards, from, "process", false).peer.guards, System.nanoTime());
  }

  /**
   * The innermost work that is under way; null when there is none. A container, its listener and
   * the client below all hand on the same message.
   */
  private static Operation beingProcessed(Context context) {
    Operation operation = Operation.of(context);
    while (operation != null && operation.kind != Operation.Kind.CONSUMER) {
      operation = Operation.of(operation.parent);
    }
    return operation == null || operation.isEnded() ? null : operation;
  }

  /**
   * @param mixed whether the messages of a batch have no common place, but each its own
   */
  private <M> void ages(
      ConsumerAdapter<M> adapter,
      M message,
      Iterable<M> batch,
      boolean mixed,
      Operation operation) {
    MessageInstruments instruments = instruments();
    if (instruments == null) {
      return;
    }
    Attributes series = operation.peer.series(null, null);
    if (batch == null) {
      age(instruments.age, adapter, message, series, operation);
    } else {
      for (M one : batch) {
        MessagePeer peer =
            mixed
                ? MessagePeer.of(engine.guards, adapter.endpoint(one), adapter.operation(), false)
                : null;
        age(
            instruments.age,
            adapter,
            one,
            mixed ? peer.peer.series(null, null) : series,
            operation);
      }
    }
  }

  private static <M> void age(
      DoubleHistogram age,
      ConsumerAdapter<M> adapter,
      M message,
      Attributes series,
      Context context) {
    long published = adapter.published(message);
    long millis = System.currentTimeMillis() - published;
    if (published > 0 && millis < LONGEST_AGE_MILLIS) {
      age.record(Math.max(0, millis) / 1e3, series, context);
    }
  }

  /** Ends the work on a message: once, however often it is called; never throws. */
  void processed(Operation operation, Throwable thrown) {
    if (!operation.end()) {
      return;
    }
    long nanos = System.nanoTime() - operation.startNanos;
    operation.request = null;
    engine.guards.end(operation, 0, thrown, nanos);
    String errorType = name(thrown);
    end(operation, errorType, thrown);
    try {
      MessageInstruments instruments = instruments();
      if (instruments != null) {
        instruments.processDuration.record(
            nanos / 1e9, operation.peer.series(errorType, null), operation);
      }
    } catch (Throwable e) {
      Errors.observing("a message that was processed", e);
    }
  }

  /** Ends what goes on unseen. Never throws. */
  void abandon(Operation operation) {
    if (operation.end()) {
      operation.request = null;
      engine.guards.ignore(operation);
      operation.endSpan();
    }
  }

  private SpanBuilder span(Operation operation, MessagePeer peer, SpanKind kind, String type) {
    return engine
        .instruments()
        .tracer
        .spanBuilder(peer.spanName)
        .setParent(operation.parent)
        .setSpanKind(kind)
        .setAllAttributes(peer.peer.span)
        .setAttribute(Semantics.MESSAGING_OPERATION_TYPE, type);
  }

  private <M> SpanBuilder described(SpanBuilder builder, MessageAdapter<M> adapter, M message) {
    set(builder, Semantics.MESSAGING_DESTINATION, adapter.wholeDestination(message));
    set(builder, Semantics.MESSAGING_CLIENT_ID, adapter.clientId(message));
    set(builder, Semantics.MESSAGING_MESSAGE_ID, adapter.id(message));
    set(builder, Semantics.MESSAGING_CONVERSATION, adapter.conversation(message));
    set(builder, Semantics.MESSAGING_PARTITION, adapter.partition(message));
    set(builder, Semantics.RABBITMQ_ROUTING_KEY, adapter.routingKey(message));
    set(builder, Semantics.KAFKA_KEY, adapter.key(message));
    long offset = adapter.offset(message);
    if (offset >= 0) {
      builder.setAttribute(Semantics.KAFKA_OFFSET, Long.valueOf(offset));
    }
    if (adapter.tombstone(message)) {
      builder.setAttribute(Semantics.KAFKA_TOMBSTONE, Boolean.TRUE);
    }
    return builder;
  }

  private static void set(SpanBuilder builder, AttributeKey<String> key, String value) {
    if (value != null && !value.isEmpty()) {
      builder.setAttribute(key, Texts.cut(value, Texts.LONGEST_HEADER));
    }
  }

  private <M> void link(
      SpanBuilder builder, ConsumerAdapter<M> adapter, Iterable<M> batch, int messages) {
    int links = 0;
    for (M one : batch) {
      if (links < MOST_LINKS && link(builder, adapter, one)) {
        links++;
      }
    }
    builder.setAttribute(Semantics.MESSAGING_BATCH_COUNT, Long.valueOf(messages));
  }

  private <M> boolean link(SpanBuilder builder, ConsumerAdapter<M> adapter, M message) {
    SpanContext sender =
        Span.fromContext(engine.propagation.extract(adapter, message)).getSpanContext();
    if (sender.isValid()) {
      builder.addLink(sender);
    }
    return sender.isValid();
  }

  /**
   * @param batch null: one message that is no batch
   */
  private static int count(Iterable<?> batch) {
    if (batch == null) {
      return 1;
    }
    int count = 0;
    for (Object one : batch) {
      count++;
    }
    return count;
  }

  private static void end(Operation operation, String errorType, Throwable thrown) {
    try {
      Span span = operation.span;
      if (errorType != null && span.isRecording()) {
        span.setAttribute(Semantics.ERROR_TYPE, errorType);
        span.setStatus(StatusCode.ERROR);
        if (thrown != null) {
          span.recordException(thrown);
        }
      }
    } catch (Throwable e) {
      Errors.observing("the outcome of a message", e);
    }
    operation.endSpan();
  }

  private static String name(Throwable thrown) {
    return thrown == null ? null : thrown.getClass().getName();
  }
}
