// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.MessageEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;

/** Reads what a consumer's poll gives. */
class Receiving implements ConsumerAdapter<Delivery> {
  /** Kafka Streams has threads of its own, which put records into queues. */
  private static final String STREAMS = "org.apache.kafka.streams.";

  @Override
  public void asks(Object self, Object[] arguments) {
    Client client = Client.KNOWN.get(self);
    if (client != null) {
      client.endWork();
      client.endWorkOfTheDead();
      client.held.before((Consumer<?, ?>) self, client, arguments);
    }
  }

  @Override
  public Delivery message(Object self, Object[] arguments, Object returned) {
    if (!(returned instanceof ConsumerRecords) || ((ConsumerRecords<?, ?>) returned).isEmpty()) {
      return null;
    }
    Client client = Client.of(self);
    ConsumerRecords<?, ?> records = (ConsumerRecords<?, ?>) returned;
    Delivery delivery = new Delivery(client, listOf(records));
    if (!Thread.currentThread().getClass().getName().startsWith(STREAMS)) {
      // From here on going through them is the application's work.
      Polled.RECORDS.put(records, client);
    }
    return delivery;
  }

  static List<ConsumerRecord<?, ?>> listOf(ConsumerRecords<?, ?> records) {
    List<ConsumerRecord<?, ?>> list = new ArrayList<ConsumerRecord<?, ?>>(records.count());
    for (ConsumerRecord<?, ?> record : records) {
      list.add(record);
    }
    return list;
  }

  @Override
  public MessageEndpoint endpoint(Delivery delivery) {
    return delivery.client.endpoint(delivery.topic());
  }

  @Override
  public String operation() {
    return "poll";
  }

  @Override
  public Iterable<Delivery> batch(Delivery delivery) {
    return delivery.batch == null ? null : delivery;
  }

  @Override
  public String header(Delivery delivery, String name) {
    Header header = delivery.record.headers().lastHeader(name);
    byte[] value = header == null ? null : header.value();
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public String clientId(Delivery delivery) {
    return delivery.client.id;
  }

  @Override
  public String partition(Delivery delivery) {
    return Integer.toString(delivery.record.partition());
  }

  @Override
  public long offset(Delivery delivery) {
    return delivery.record.offset();
  }

  @Override
  public String key(Delivery delivery) {
    return Keys.text(delivery.record.key());
  }

  @Override
  public boolean tombstone(Delivery delivery) {
    return delivery.record.value() == null;
  }

  @Override
  public long published(Delivery delivery) {
    return Math.max(0, delivery.record.timestamp());
  }
}
