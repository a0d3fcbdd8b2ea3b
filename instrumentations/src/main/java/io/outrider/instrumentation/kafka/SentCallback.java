// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.Send;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Ends the sending of a record, then calls the application's own callback where it was sent. */
final class SentCallback implements Callback {
  private final Callback callback;
  private final Send send;

  /**
   * @param callback null: the application has none
   */
  SentCallback(Callback callback, Send send) {
    this.callback = callback;
    this.send = send;
  }

  @Override
  public void onCompletion(RecordMetadata metadata, Exception exception) {
    if (exception == null && metadata != null) {
      send.stored(Integer.toString(metadata.partition()), metadata.offset());
    }
    send.end(exception);
    if (callback == null) {
      return;
    }
    Object previous = Contexts.attach(send.context());
    try {
      callback.onCompletion(metadata, exception);
    } finally {
      Contexts.restore(previous);
    }
  }
}
