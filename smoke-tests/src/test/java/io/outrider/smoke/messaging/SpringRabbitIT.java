// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** spring-rabbit: its template, both its containers, and methods that are annotated. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class SpringRabbitIT extends ConsumerContract {
  static Stream<MessagingVariant> variants() {
    return Stream.of(
        RabbitVariants.spring(8, "2.0", "simple"),
        RabbitVariants.spring(8, "2.0", "direct"),
        RabbitVariants.spring(8, "2.4", "annotated"),
        RabbitVariants.springBatch(17, "2.4"),
        RabbitVariants.spring(17, "3.2", "direct"),
        RabbitVariants.springBatch(17, "3.2"),
        RabbitVariants.spring(25, "new", "simple"),
        RabbitVariants.spring(25, "new", "annotated"),
        RabbitVariants.springBatch(25, "new"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5000})
  void theTemplateAsksLikeTheClient(int timeout) {
    String topic = destination("template");
    assertSent(child.perform(send(topic, "hello")));
    SpanView sent = sendSpan(topic);
    Parent parent = Parent.sampledOne();
    assertThat(
            bodies(
                child.performIn(parent, variant.order("receive", topic).with("timeout", timeout))))
        .containsExactly("hello");
    List<SpanView> asked =
        sink.awaitSpans(
            1,
            s ->
                s.traceId().equals(parent.traceId())
                    && "receive".equals(s.attribute("messaging.operation.type")));
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).name()).isEqualTo("receive " + topic);
    assertThat(asked.get(0).links()).containsExactly(sent.link());
    assertThat(sink.spans(s -> s.consumer() && isAt(s, topic))).isEmpty();
  }
}
