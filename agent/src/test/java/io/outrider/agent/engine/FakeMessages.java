// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.ProducerAdapter;
import io.outrider.instrumentation.Send;
import io.outrider.instrumentation.SendRefusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A broker's client whose messages are what it is told they are. */
final class FakeMessages implements ProducerAdapter<Object>, ConsumerAdapter<Object> {
  /** One message, or some. */
  static final class Message {
    String system = "kafka";
    String topic = "orders";

    /** What it is called once it was sent. */
    String named;

    boolean temporary;
    final Map<String, String> headers = new LinkedHashMap<>();
    long published;
    List<Object> batch;
    boolean transaction;
    boolean held;
    boolean later;
    boolean detour;
    Send send;

    Message topic(String topic) {
      this.topic = topic;
      return this;
    }
  }

  /** As a client would say that the broker is not there. */
  static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(String message) {
      super(message);
    }
  }

  /** Endpoints live as long as the JVM: each test has its own broker. */
  static int port = 9092;

  private final String operation;

  FakeMessages(String operation) {
    this.operation = operation;
  }

  private static Message of(Object message) {
    return (Message) message;
  }

  @Override
  public Object message(Object self, Object[] arguments) {
    return arguments[0];
  }

  @Override
  public Object message(Object self, Object[] arguments, Object returned) {
    return operation.equals("receive") ? returned : arguments[0];
  }

  @Override
  public MessageEndpoint endpoint(Object message) {
    Message of = of(message);
    return MessageEndpoint.of(of.system, "broker", port, of.topic, null, of.temporary);
  }

  @Override
  public String operation() {
    return operation;
  }

  @Override
  public String header(Object message, String name) {
    return of(message).headers.get(name);
  }

  @Override
  public String id(Object message) {
    return "m1";
  }

  @Override
  public long published(Object message) {
    return of(message).published;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Iterable<Object> batch(Object message) {
    return of(message).batch == null ? null : new ArrayList<>(of(message).batch);
  }

  @Override
  public boolean mayBeHeld(Object message) {
    return of(message).held;
  }

  @Override
  public boolean inTransaction(Object self, Object message) {
    return of(message).transaction;
  }

  @Override
  public Detour outgoing(
      Object self, Object message, Object[] arguments, Headers headers, Send send) {
    Message of = of(message);
    of.send = send;
    for (int i = 0; i < headers.size(); i++) {
      of.headers.put(headers.name(i), headers.value(i));
    }
    return of.detour ? () -> "by another way" : null;
  }

  @Override
  public boolean ends(Object message) {
    return of(message).later;
  }

  @Override
  public String sentId(Object message) {
    return of(message).named;
  }

  @Override
  public Object refused(Object self, Object message, Object[] arguments, SendRefusal refusal)
      throws Throwable {
    throw new Unavailable(refusal.message());
  }
}
