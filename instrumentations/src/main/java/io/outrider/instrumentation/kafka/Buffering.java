// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.ProducerAdapter;
import io.outrider.instrumentation.Send;
import io.outrider.instrumentation.SendBuffer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts a record into the buffer in place of the producer's own {@code send}. */
final class Buffering implements ProducerAdapter.Detour {
  private final SendBuffer buffer;
  private final Producer<Object, Object> producer;
  private final ProducerRecord<Object, Object> record;
  private final Callback callback;
  private final Send send;

  @SuppressWarnings("unchecked")
  Buffering(SendBuffer buffer, Object self, Object[] arguments, Send send) {
    this.buffer = buffer;
    this.producer = (Producer<Object, Object>) self;
    this.record = (ProducerRecord<Object, Object>) arguments[0];
    this.callback = (Callback) arguments[1];
    this.send = send;
  }

  @Override
  public Object call() {
    BufferedSend buffered = new BufferedSend(producer, record, callback, send);
    return buffer.add(buffered, send.buffer())
        ? buffered
        : producer.send(record, new SentCallback(callback, send));
  }
}
