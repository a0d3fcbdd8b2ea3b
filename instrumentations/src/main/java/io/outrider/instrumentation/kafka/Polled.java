// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.WeakStore;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands out the records of a poll so that going through them shows as work. */
final class Polled implements AfterAdapter {
  /**
   * What polls have given, and nobody has gone through yet. A loop to the end takes its own out;
   * only what is never gone through so waits for the collector.
   */
  static final WeakStore<Object, Client> RECORDS = new WeakStore<Object, Client>(50_000);

  @Override
  @SuppressWarnings("unchecked") // Nothing is put into them, so their types do not matter.
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    Client client = returned == null ? null : RECORDS.get(self);
    if (client == null) {
      return returned;
    }
    if (returned instanceof Iterator) {
      return new WorkedIterator((Iterator<ConsumerRecord<Object, Object>>) returned, client, self);
    }
    if (returned instanceof List) {
      return new WorkedList((List<ConsumerRecord<Object, Object>>) returned, client);
    }
    return returned instanceof Iterable
        ? new Worked((Iterable<ConsumerRecord<Object, Object>>) returned, client)
        : returned;
  }

  /** The records of a topic. */
  private static final class Worked implements Iterable<ConsumerRecord<Object, Object>> {
    private final Iterable<ConsumerRecord<Object, Object>> records;
    private final Client client;

    Worked(Iterable<ConsumerRecord<Object, Object>> records, Client client) {
      this.records = records;
      this.client = client;
    }

    @Override
    public Iterator<ConsumerRecord<Object, Object>> iterator() {
      return new WorkedIterator(records.iterator(), client, null);
    }

    @Override
    public String toString() {
      return records.toString();
    }
  }
}
