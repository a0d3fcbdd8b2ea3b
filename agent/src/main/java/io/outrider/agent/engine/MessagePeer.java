// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.outrider.agent.guard.CallKind;
import io.outrider.agent.guard.PeerGuards;
import io.outrider.instrumentation.MessageEndpoint;

/** What is known of one thing that is done with the messages of one place. */
final class MessagePeer {
  final String operation;
  final String spanName;
  final Peer peer;

  /** Of the same place: there are one or two. */
  private final MessagePeer next;

  private MessagePeer(String operation, String spanName, Peer peer, MessagePeer next) {
    this.operation = operation;
    this.spanName = spanName;
    this.peer = peer;
    this.next = next;
  }

  /**
   * Made at the first such call and kept on the endpoint itself.
   *
   * @param operation as {@code messaging.operation.name} wants it
   */
  static MessagePeer of(
      Guarding guards, MessageEndpoint endpoint, String operation, boolean sending) {
    Object first = sending ? endpoint.sending() : endpoint.receiving();
    for (MessagePeer at = (MessagePeer) first; at != null; at = at.next) {
      if (at.operation.equals(operation)) {
        return at;
      }
    }
    return add(guards, endpoint, operation, sending, (MessagePeer) first);
  }

  /** Two threads may each make one: the later stays, and both are good. */
  private static MessagePeer add(
      Guarding guards,
      MessageEndpoint endpoint,
      String operation,
      boolean sending,
      MessagePeer next) {
    AttributesBuilder builder = Attributes.builder();
    builder.put(Semantics.MESSAGING_SYSTEM, endpoint.system());
    builder.put(Semantics.MESSAGING_OPERATION, operation);
    if (endpoint.destination() != null) {
      builder.put(Semantics.MESSAGING_DESTINATION, endpoint.destination());
    }
    if (endpoint.group() != null) {
      builder.put(Semantics.MESSAGING_GROUP, endpoint.group());
    }
    Long port = endpoint.port() > 0 ? Long.valueOf(endpoint.port()) : null;
    if (endpoint.host() != null) {
      builder.put(Semantics.SERVER_ADDRESS, endpoint.host());
      if (port != null) {
        builder.put(Semantics.SERVER_PORT, port);
      }
    }
    Attributes metric = builder.build();
    if (endpoint.temporary()) {
      builder.put(Semantics.MESSAGING_TEMPORARY, true);
    }
    PeerGuards guarding =
        guards.forTopic(
            sending ? CallKind.PRODUCER : CallKind.CONSUMER,
            endpoint.system(),
            endpoint.host(),
            endpoint.port(),
            endpoint.destination());
    String to = endpoint.temporary() ? "(temporary)" : endpoint.destination();
    MessagePeer added =
        new MessagePeer(
            operation,
            to == null ? operation : operation + ' ' + to,
            new Peer(endpoint.host(), port, builder.build(), metric, guarding),
            next);
    if (sending) {
      endpoint.sending(added);
    } else {
      endpoint.receiving(added);
    }
    return added;
  }
}
