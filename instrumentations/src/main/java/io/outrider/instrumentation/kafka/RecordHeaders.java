// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts headers into records. */
final class RecordHeaders {
  private RecordHeaders() {}

  /**
   * @return the record, or another one with the same content where it was sent before and takes no
   *     more headers; as it is when it cannot be copied
   */
  static ProducerRecord<?, ?> put(ProducerRecord<?, ?> record, Headers headers) {
    try {
      set(record, headers);
      return record;
    } catch (IllegalStateException readOnly) {
      if (record.getClass() != ProducerRecord.class) {
        return record;
      }
      ProducerRecord<?, ?> copy = copy(record);
      set(copy, headers);
      return copy;
    }
  }

  private static void set(ProducerRecord<?, ?> record, Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      record.headers().remove(headers.name(i));
      record.headers().add(headers.name(i), headers.value(i).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static <K, V> ProducerRecord<K, V> copy(ProducerRecord<K, V> record) {
    return new ProducerRecord<K, V>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }
}
