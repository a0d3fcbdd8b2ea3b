// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a callback is given beside an error: nothing before 3.0; since then, what names the topic.
 */
final class Metadata {
  private static final MethodHandle SINCE_3 = find();

  private Metadata() {}

  private static MethodHandle find() {
    try {
      return MethodHandles.publicLookup()
          .findConstructor(
              RecordMetadata.class,
              MethodType.methodType(
                  void.class,
                  TopicPartition.class,
                  long.class,
                  int.class,
                  long.class,
                  int.class,
                  int.class));
    } catch (ReflectiveOperationException older) {
      return null;
    }
  }

  static RecordMetadata ofNothing(ProducerRecord<?, ?> record) {
    if (SINCE_3 == null) {
      return null;
    }
    try {
      int partition = record.partition() == null ? -1 : record.partition();
      return (RecordMetadata)
          SINCE_3.invokeExact(new TopicPartition(record.topic(), partition), -1L, -1, -1L, -1, -1);
    } catch (Throwable e) {
      return null;
    }
  }
}
