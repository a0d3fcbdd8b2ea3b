// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.Messages;
import io.outrider.instrumentation.ProducerAdapter;
import io.outrider.instrumentation.Send;
import io.outrider.instrumentation.SendRefusal;
import java.util.HashMap;
import java.util.Map;

/** Reads {@code basicPublish(exchange, routingKey, mandatory, immediate, properties, body)}. */
final class Publishing implements ProducerAdapter<Outgoing> {
  private static final int PROPERTIES = 4;

  @Override
  public Outgoing message(Object self, Object[] arguments) {
    return new Outgoing((Channel) self, arguments);
  }

  @Override
  public boolean inTransaction(Object self, Outgoing message) {
    return message.line.transactional;
  }

  @Override
  public Detour outgoing(
      Object self, Outgoing message, Object[] arguments, Headers headers, Send send) {
    if (headers.size() > 0) {
      arguments[PROPERTIES] = with(message.properties, headers);
    }
    if (message.line.broker.isBlocked() && !message.line.transactional) {
      long nanos = Messages.sendNanos(endpoint(message));
      if (nanos > 0) {
        return new Waiting((Channel) self, message.line.broker, arguments, nanos);
      }
    }
    return null;
  }

  /** A copy: the application may publish the same properties once more, or read them meanwhile. */
  private static AMQP.BasicProperties with(AMQP.BasicProperties properties, Headers headers) {
    Map<String, Object> all = new HashMap<String, Object>();
    if (properties != null && properties.getHeaders() != null) {
      all.putAll(properties.getHeaders());
    }
    for (int i = 0; i < headers.size(); i++) {
      all.put(headers.name(i), headers.value(i));
    }
    AMQP.BasicProperties.Builder builder =
        properties == null ? new AMQP.BasicProperties.Builder() : properties.builder();
    return builder.headers(all).build();
  }

  @Override
  public Object refused(Object self, Outgoing message, Object[] arguments, SendRefusal refusal)
      throws PublishRefused {
    throw new PublishRefused(refusal);
  }

  @Override
  public MessageEndpoint endpoint(Outgoing message) {
    return message.line.broker.endpoint(Names.target(message.exchange, message.routingKey));
  }

  @Override
  public String operation() {
    return "publish";
  }

  @Override
  public String wholeDestination(Outgoing message) {
    return Names.whole(message.exchange, message.routingKey, null);
  }

  @Override
  public String header(Outgoing message, String name) {
    return Names.header(message.properties, name);
  }

  @Override
  public String id(Outgoing message) {
    return message.properties == null ? null : message.properties.getMessageId();
  }

  @Override
  public String conversation(Outgoing message) {
    return message.properties == null ? null : message.properties.getCorrelationId();
  }

  @Override
  public String routingKey(Outgoing message) {
    return message.routingKey;
  }
}
