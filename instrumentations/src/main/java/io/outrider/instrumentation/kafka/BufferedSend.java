// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.Buffered;
import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.Send;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** A record in the buffer, and the future of what becomes of it. */
final class BufferedSend extends Buffered implements Callback, Future<RecordMetadata> {
  /** What is taken for the size of an object that a serializer has yet to look at. */
  private static final int UNKNOWN_BYTES = 1024;

  private final Producer<Object, Object> producer;
  private final ProducerRecord<Object, Object> record;
  private final Send send;
  private final SentCallback callback;
  private final Object context = Contexts.current();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);

  /** Both are read only when it is done. */
  private RecordMetadata metadata;

  private Exception exception;

  /**
   * To be made inside the sending, whose context goes along.
   *
   * @param callback the application's; null: it has none
   */
  BufferedSend(
      Producer<Object, Object> producer,
      ProducerRecord<Object, Object> record,
      Callback callback,
      Send send) {
    super(send.buffer().countsBytes() ? size(record.key()) + size(record.value()) : 0);
    this.producer = producer;
    this.record = record;
    this.send = send;
    this.callback = new SentCallback(callback, send);
  }

  static long size(Object part) {
    if (part == null) {
      return 0;
    }
    if (part instanceof byte[]) {
      return ((byte[]) part).length;
    }
    if (part instanceof CharSequence) {
      return 2L * ((CharSequence) part).length();
    }
    return part instanceof ByteBuffer ? ((ByteBuffer) part).remaining() : UNKNOWN_BYTES;
  }

  @Override
  protected void handOn(long waitedNanos) {
    send.handedOn(waitedNanos);
    // Inside the sending that has begun already, this one is not seen.
    Object previous = Contexts.attach(context);
    try {
      producer.send(record, this);
    } catch (Throwable e) {
      onCompletion(
          Metadata.ofNothing(record),
          e instanceof Exception ? (Exception) e : new KafkaException(e));
    } finally {
      Contexts.restore(previous);
    }
  }

  @Override
  protected void drop() {
    if (over.compareAndSet(false, true)) {
      complete(Metadata.ofNothing(record), refused());
    }
  }

  private Exception refused() {
    try {
      return new SendRefused(send.dropped());
    } catch (Throwable e) {
      // Whoever waits must not wait for ever.
      return new org.apache.kafka.common.errors.TimeoutException(e);
    }
  }

  @Override
  public void onCompletion(RecordMetadata given, Exception thrown) {
    if (over.compareAndSet(false, true)) {
      complete(given, thrown);
    }
  }

  /** The callback hears of it first, as from the producer. */
  private void complete(RecordMetadata given, Exception thrown) {
    metadata = given;
    exception = thrown;
    try {
      callback.onCompletion(given, thrown);
    } finally {
      done.countDown();
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return false;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public boolean isDone() {
    return done.getCount() == 0;
  }

  @Override
  public RecordMetadata get() throws InterruptedException, ExecutionException {
    done.await();
    return outcome();
  }

  @Override
  public RecordMetadata get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!done.await(timeout, unit)) {
      throw new TimeoutException("The record is not sent yet");
    }
    return outcome();
  }

  private RecordMetadata outcome() throws ExecutionException {
    if (exception != null) {
      throw new ExecutionException(exception);
    }
    return metadata;
  }
}
