// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers of RabbitMQ's own client, and what asks it for messages. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class RabbitConsumerIT extends ConsumerContract {
  static Stream<MessagingVariant> variants() {
    return Stream.of(
        RabbitVariants.consumer(8, "4.0"),
        RabbitVariants.consumer(17, "4.12"),
        RabbitVariants.callback(8, "5.0"),
        RabbitVariants.consumer(17, "new"),
        RabbitVariants.callback(25, "new"));
  }

  @Test
  void aMessageThroughAnExchangeSaysAllOfItsWay() {
    String queue = destination("bound");
    String exchange = destination("exchange");
    Order order = send(queue, "hello").with("exchange", exchange).with("routingKey", "key.one");
    assertSent(child.perform(order));
    assertThat(bodies(child.perform(consume(queue, 1)))).hasSize(1);
    SpanView work = sink.awaitSpan(s -> s.name().equals("process " + queue));
    assertThat(work.attributes())
        .containsEntry("messaging.destination.name", exchange + ":key.one:" + queue)
        .containsEntry("messaging.rabbitmq.destination.routing_key", "key.one")
        .containsKeys("server.address", "server.port");
  }

  @Test
  void whoeverIsToldOfAFailureSeesTheApplicationsOwnConsumer() {
    String topic = destination("told");
    assertSent(bare().perform(send(topic, "bad")));
    Order answer = child.perform(consume(topic, 1).with("fail", "bad"));
    assertSent(bare().perform(send(topic, "bad")));
    Order expected = bare().perform(consume(topic, 1).with("fail", "bad"));
    assertThat(answer.get("failedConsumer")).isNotNull().isEqualTo(expected.get("failedConsumer"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "next"})
  void askingInsideATraceIsASpanThatNamesTheSender(String by) {
    assumeTrue(
        by.equals("get") || variant.libraries().get(0).startsWith("rabbit-4"),
        "there is no QueueingConsumer");
    String topic = destination("asked");
    assertSent(child.perform(send(topic, "hello")));
    SpanView sent = sendSpan(topic);
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, variant.order(by, topic).with("count", 1));
    assertThat(bodies(answer)).containsExactly("hello");
    SpanView asked =
        sink.awaitSpan(
            s ->
                s.traceId().equals(parent.traceId())
                    && "receive".equals(s.attribute("messaging.operation.type")));
    assertThat(asked.name()).isEqualTo("receive " + topic);
    assertThat(asked.kind()).isEqualTo("CLIENT");
    assertThat(asked.parentSpanId()).isEqualTo(serverSpan(parent).spanId());
    assertThat(asked.links()).containsExactly(sent.link());
    MetricView consumed =
        sink.awaitMetric(
            "messaging.client.consumed.messages",
            m -> topic.equals(m.attribute("messaging.destination.name")));
    assertThat(consumed.value()).isEqualTo(1);
    assertThat(sink.spans(s -> s.consumer() && isAt(s, topic))).isEmpty();
  }
}
