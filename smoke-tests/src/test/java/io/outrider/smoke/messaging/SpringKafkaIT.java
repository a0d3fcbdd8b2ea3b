// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Listeners of spring-kafka, for records and for batches. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class SpringKafkaIT extends ConsumerContract {
  static Stream<MessagingVariant> variants() {
    return Stream.of(
        KafkaVariants.springRecord(8, "2.2"),
        KafkaVariants.springBatch(8, "2.2"),
        KafkaVariants.springRecord(8, "2.9"),
        KafkaVariants.springBatch(17, "2.9"),
        KafkaVariants.springRecord(17, "3.3"),
        KafkaVariants.springBatch(17, "3.3"),
        KafkaVariants.springRecord(25, "new"),
        KafkaVariants.springBatch(25, "new"));
  }
}
