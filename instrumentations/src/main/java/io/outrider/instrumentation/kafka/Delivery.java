// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record, or some at once, and whose they are. */
final class Delivery implements Iterable<Delivery> {
  final Client client;

  /** Null: some at once. */
  ConsumerRecord<?, ?> record;

  /** Null: one. */
  final List<? extends ConsumerRecord<?, ?>> batch;

  /** What the application has thrown, where somebody has caught it. */
  Throwable failure;

  Delivery(Client client, ConsumerRecord<?, ?> record) {
    this.client = client;
    this.record = record;
    this.batch = null;
  }

  Delivery(Client client, List<? extends ConsumerRecord<?, ?>> batch) {
    this.client = client;
    this.batch = batch;
  }

  /** The topic of all; null when there are several. */
  String topic() {
    if (record != null) {
      return record.topic();
    }
    String topic = null;
    for (int i = 0; i < batch.size(); i++) {
      String next = batch.get(i).topic();
      if (topic != null && !topic.equals(next)) {
        return null;
      }
      topic = next;
    }
    return topic;
  }

  /** Each of a batch, in one object that is another record each time. */
  @Override
  public Iterator<Delivery> iterator() {
    return new Each(client, batch);
  }

  private static final class Each implements Iterator<Delivery> {
    private final Delivery one;
    private final List<? extends ConsumerRecord<?, ?>> batch;
    private int next;

    Each(Client client, List<? extends ConsumerRecord<?, ?>> batch) {
      this.one = new Delivery(client, (ConsumerRecord<?, ?>) null);
      this.batch = batch;
    }

    @Override
    public boolean hasNext() {
      return next < batch.size();
    }

    @Override
    public Delivery next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      one.record = batch.get(next++);
      return one;
    }

    @Override
    public void remove() {
      throw new UnsupportedOperationException();
    }
  }
}
