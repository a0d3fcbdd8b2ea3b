// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.ProducerAdapter;
import io.outrider.instrumentation.Send;
import io.outrider.instrumentation.SendBuffer;
import io.outrider.instrumentation.SendRefusal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;

/** Reads {@code KafkaProducer.send(record, callback)}. */
final class Sending implements ProducerAdapter<Outgoing> {
  @Override
  public Outgoing message(Object self, Object[] arguments) {
    return arguments[0] == null
        ? null
        : new Outgoing(Client.of(self), (ProducerRecord<?, ?>) arguments[0]);
  }

  @Override
  public boolean inTransaction(Object self, Outgoing message) {
    return message.client.transactional;
  }

  @Override
  public Detour outgoing(
      Object self, Outgoing message, Object[] arguments, Headers headers, Send send) {
    if (headers.size() > 0 && Format.takesHeaders(self)) {
      arguments[0] = RecordHeaders.put(message.record, headers);
    }
    SendBuffer buffer = message.client.buffer(send.buffer());
    if (buffer != null) {
      return new Buffering(buffer, self, arguments, send);
    }
    arguments[1] = new SentCallback((Callback) arguments[1], send);
    return null;
  }

  @Override
  public boolean ends(Outgoing message) {
    return true;
  }

  /**
   * As the producer itself does when it has waited in vain for what it needs to know of a topic.
   */
  @Override
  public Object refused(Object self, Outgoing message, Object[] arguments, SendRefusal refusal) {
    SendRefused refused = new SendRefused(refusal);
    Callback callback = (Callback) arguments[1];
    if (callback != null) {
      callback.onCompletion(Metadata.ofNothing(message.record), refused);
    }
    CompletableFuture<RecordMetadata> failed = new CompletableFuture<RecordMetadata>();
    failed.completeExceptionally(refused);
    return failed;
  }

  @Override
  public MessageEndpoint endpoint(Outgoing message) {
    return message.client.endpoint(message.record.topic());
  }

  @Override
  public String operation() {
    return "send";
  }

  @Override
  public String header(Outgoing message, String name) {
    Header header = message.record.headers().lastHeader(name);
    byte[] value = header == null ? null : header.value();
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public String clientId(Outgoing message) {
    return message.client.id;
  }

  @Override
  public String partition(Outgoing message) {
    Integer partition = message.record.partition();
    return partition == null ? null : partition.toString();
  }

  @Override
  public String key(Outgoing message) {
    return Keys.text(message.record.key());
  }

  @Override
  public boolean tombstone(Outgoing message) {
    return message.record.value() == null;
  }
}
