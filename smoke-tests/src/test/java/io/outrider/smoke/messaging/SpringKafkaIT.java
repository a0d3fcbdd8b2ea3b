// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.messaging.MessagingVariant.Feature;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
        KafkaVariants.springRecord(8, "2.3"),
        KafkaVariants.springRecord(8, "2.9"),
        KafkaVariants.springBatch(17, "2.9"),
        KafkaVariants.springRecord(17, "3.3"),
        KafkaVariants.springBatch(17, "3.3"),
        KafkaVariants.springRecord(25, "new"),
        KafkaVariants.springBatch(25, "new"));
  }

  @Test
  void anErrorHandlerRunsInsideTheSpanOfWhatHasFailed() {
    assumeTrue(
        variant.has(Feature.LISTENER) && !variant.libraries().contains("spring-kafka-2.3"),
        "it is of another kind");
    String topic = destination("handled");
    assertSent(child.perform(send(topic, "bad")));
    String handler = downstream();
    child.perform(consume(topic, 1).with("fail", "bad").with("handler", handler));
    SpanView work = processSpans(topic, 1).get(0);
    assertThat(callSpan(handler).parentSpanId()).isEqualTo(work.spanId());
    assertThat(work.status()).isEqualTo("ERROR");
    assertThat(work.attributes()).containsEntry("error.type", "java.lang.IllegalStateException");
  }
}
