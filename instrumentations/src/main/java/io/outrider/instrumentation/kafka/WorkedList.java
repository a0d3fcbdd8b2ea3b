// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of a partition: a loop over them is work on each. Whoever copies, searches or streams
 * them does not work on one at a time, and is left alone.
 */
final class WorkedList extends AbstractList<ConsumerRecord<Object, Object>> {
  private final List<ConsumerRecord<Object, Object>> records;
  private final Client client;

  WorkedList(List<ConsumerRecord<Object, Object>> records, Client client) {
    this.records = records;
    this.client = client;
  }

  @Override
  public ConsumerRecord<Object, Object> get(int index) {
    return records.get(index);
  }

  @Override
  public int size() {
    return records.size();
  }

  @Override
  public Iterator<ConsumerRecord<Object, Object>> iterator() {
    return new WorkedIterator(records.iterator(), client, null);
  }

  @Override
  public List<ConsumerRecord<Object, Object>> subList(int from, int to) {
    return new WorkedList(records.subList(from, to), client);
  }

  @Override
  public Spliterator<ConsumerRecord<Object, Object>> spliterator() {
    return records.spliterator();
  }

  @Override
  public Object[] toArray() {
    return records.toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return records.toArray(array);
  }

  @Override
  public boolean contains(Object record) {
    return records.contains(record);
  }

  @Override
  public boolean equals(Object other) {
    return records.equals(other);
  }

  @Override
  public int hashCode() {
    return records.hashCode();
  }

  @Override
  public String toString() {
    return records.toString();
  }
}
