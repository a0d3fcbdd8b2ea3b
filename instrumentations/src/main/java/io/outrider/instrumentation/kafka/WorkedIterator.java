// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.Messages;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Shows what the application does between one record and the next as its work on that record. A
 * loop that is left by a break has its last record's work ended by the next loop, poll or close on
 * that thread, or by a poll once the thread is no more.
 */
final class WorkedIterator implements Iterator<ConsumerRecord<Object, Object>> {
  private final Iterator<ConsumerRecord<Object, Object>> records;
  private final Client client;

  /**
   * Marked as work to be done; null where only a part of it is gone through. Weak, for what it is
   * marked by knows of this.
   */
  private final WeakReference<Object> polled;

  private Object work;
  private Thread worker;

  WorkedIterator(Iterator<ConsumerRecord<Object, Object>> records, Client client, Object polled) {
    this.records = records;
    this.client = client;
    this.polled = polled == null ? null : new WeakReference<Object>(polled);
  }

  @Override
  public boolean hasNext() {
    boolean has = records.hasNext();
    if (!has) {
      end();
      if (polled != null) {
        // Who goes through them once more is looking for something.
        Object marked = polled.get();
        if (marked != null) {
          Polled.RECORDS.remove(marked);
        }
      }
    }
    return has;
  }

  @Override
  public ConsumerRecord<Object, Object> next() {
    end();
    ConsumerRecord<Object, Object> record = records.next();
    client.endWork();
    work = Messages.process(Processing.ONE, new Delivery(client, record));
    if (work != null) {
      worker = Thread.currentThread();
      client.begun(this, worker);
    }
    return record;
  }

  @Override
  public void remove() {
    records.remove();
  }

  /** Ends the work, if there is any. */
  void end() {
    Object ending = work;
    if (ending == null) {
      return;
    }
    work = null;
    client.ended(this, worker);
    if (worker == Thread.currentThread()) {
      Messages.processed(ending, null);
    } else {
      // What is current on the other thread is for that one to leave.
      Messages.finished(ending, null);
    }
    worker = null;
  }
}
