// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

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

  @Test
  void theTemplateAsksLikeTheClient() {
    String topic = destination("template");
    assertSent(child.perform(send(topic, "hello")));
    SpanView sent = sendSpan(topic);
    Parent parent = Parent.sampledOne();
    assertThat(bodies(child.performIn(parent, variant.order("receive", topic))))
        .containsExactly("hello");
    SpanView asked =
        sink.awaitSpan(
            s ->
                s.traceId().equals(parent.traceId())
                    && "receive".equals(s.attribute("messaging.operation.type")));
    assertThat(asked.links()).containsExactly(sent.link());
  }
}
