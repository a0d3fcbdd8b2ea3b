// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static io.outrider.smoke.messaging.JmsBrokers.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.outrider.smoke.harness.SpanView;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Listeners of Artemis and ActiveMQ, and those that Spring's containers call. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class JmsConsumerIT extends ConsumerContract {
  static Stream<MessagingVariant> variants() {
    return Stream.of(
        variant(8, "javax", "artemis-jms-2.0", "listener"),
        variant(17, "javax", "artemis-jms-2.19", "context"),
        variant(25, "javax", "artemis-jms-new", "lambda"),
        variant(17, "jakarta", "artemis-jakarta-2.19", "listener"),
        variant(25, "jakarta", "artemis-jakarta-new", "context"),
        variant(8, "javax", "activemq-5.8", "lambda"),
        variant(17, "javax", "activemq-5.19", "listener"),
        variant(17, "jakarta", "activemq-6.0", "lambda"),
        variant(25, "jakarta", "activemq-6.3", "listener"),
        variant(8, "javax", "spring-jms-5.0", "default"),
        variant(17, "javax", "spring-jms-5.0", "simple"),
        variant(17, "javax", "spring-jms-5.3", "annotated"),
        variant(17, "jakarta", "spring-jms-6.0", "aware"),
        variant(25, "jakarta", "spring-jms-7.0", "default"),
        variant(25, "jakarta", "spring-jms-7.0", "annotated"));
  }

  @Override
  @Test
  void afterTheWorkNothingIsLeftOfIt() {
    assumeFalse("simple".equals(variant.how()), "the client calls nothing but a listener");
    super.afterTheWorkNothingIsLeftOfIt();
  }

  @Test
  void whatAContainerAsksForIsNoSpan() {
    String queue = destination("polled");
    assertSent(child.perform(send(queue, "hello")));
    assertThat(bodies(child.perform(consume(queue, 1)))).containsExactly("hello");
    processSpans(queue, 1);
    assertThat(sink.spans(s -> isAt(s, queue))).hasSize(2);
  }

  /** Spring says that a method has failed by an exception of its own. */
  @Override
  @Test
  void aListenerThatFailsIsAnError() {
    if (!"annotated".equals(variant.how())) {
      super.aListenerThatFailsIsAnError();
      return;
    }
    String topic = destination("failing");
    assertSent(child.perform(send(topic, "bad")));
    child.perform(consume(topic, 1).with("fail", "bad"));
    SpanView failed =
        sink.awaitSpan(s -> s.consumer() && isAt(s, topic) && s.status().equals("ERROR"));
    assertThat(String.valueOf(failed.events())).contains("as the order says");
  }
}
