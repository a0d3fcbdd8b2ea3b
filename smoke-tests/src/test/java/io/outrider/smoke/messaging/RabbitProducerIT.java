// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.SpanView;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishing by RabbitMQ's own client. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class RabbitProducerIT extends ProducerContract {
  static Stream<MessagingVariant> variants() {
    return Stream.of(
        RabbitVariants.producer(8, "4.0"),
        RabbitVariants.producer(17, "4.12"),
        RabbitVariants.producer(8, "5.0"),
        RabbitVariants.producer(17, "new"),
        RabbitVariants.producer(25, "new"));
  }

  @Override
  void rules(AgentProcess.Builder builder) {
    super.rules(builder);
    builder
        .property("outrider.rules.patient.match", "client:rabbitmq,topic:patient-*")
        .property("outrider.rules.patient.timeout.request", "1s")
        .property("outrider.rules.exchange.match", "client:rabbitmq,topic:limited-*")
        .property("outrider.rules.exchange.rate-limit.rate", "1/h");
  }

  @Test
  void aMessageThroughAnExchangeIsNamedByThatAndSaysItsRoutingKey() {
    String queue = destination("bound");
    String exchange = destination("exchange");
    assertSent(
        child.perform(
            send(queue, "hello")
                .with("exchange", exchange)
                .with("routingKey", "key.one")
                .with("messageId", "id-1")
                .with("correlationId", "talk-1")));
    SpanView span = sink.awaitSpan(s -> s.name().equals("publish " + exchange));
    assertThat(span.attributes())
        .containsEntry("messaging.destination.name", exchange + ":key.one")
        .containsEntry("messaging.rabbitmq.destination.routing_key", "key.one")
        .containsEntry("messaging.message.id", "id-1")
        .containsEntry("messaging.message.conversation_id", "talk-1")
        .containsEntry("server.port", Long.valueOf(variant.broker().get().get("port")));
    // Older clients forget the name by which they were told of their broker.
    assertThat(span.attribute("server.address")).isIn("localhost", "127.0.0.1");
    MetricView sent =
        sink.awaitMetric(
            "messaging.client.sent.messages",
            m -> exchange.equals(m.attribute("messaging.destination.name")));
    assertThat(sent.attributes()).doesNotContainKey("messaging.rabbitmq.destination.routing_key");
    assertThat(bodies(bare().perform(consume(queue, 1)))).containsExactly("hello");
  }

  @Test
  void rulesKnowAnExchangeWhateverTheRoutingKey() {
    String queue = destination("bound");
    String exchange = destination("limited");
    Order order = send(queue, "hello").with("exchange", exchange);
    assertSent(child.perform(order.with("routingKey", "key.one")));
    assertThat(child.perform(order.with("routingKey", "key.two")).get("types"))
        .contains("io.outrider.instrumentation.Rejection");
  }

  @Test
  void theApplicationsPropertiesStayAsTheyWere() {
    String topic = destination("kept");
    Order answer =
        child.perform(send(topic, "hello").with("header.color", "blue").with("times", 2));
    assertSent(answer);
    assertThat(answer.get("unchanged")).isEqualTo("true");
    assertThat(sendSpans(topic, 2)).hasSize(2);
  }

  @Test
  void aMessageWithoutPropertiesCarriesItsContextToo() {
    String topic = destination("none");
    assertSent(child.perform(send(topic, "hello").with("properties", "none")));
    assertThat(bare().perform(consume(topic, 1)).get("header.traceparent"))
        .contains(sendSpan(topic).traceId());
  }

  @Test
  void aRulesTimeLimitHoldsWhileTheBrokerTakesNoMessages() throws Exception {
    String topic = destination("patient");
    child.perform(variant.order("prepare", topic));
    RabbitBroker.full(true);
    try {
      Order answer = child.perform(variant.order("flood", topic));
      assertThat(answer.get("thrown"))
          .as(answer.toString())
          .isEqualTo("java.net.SocketTimeoutException");
      assertThat(answer.number("millis", 0)).isBetween(950, 8000);
      sink.awaitSpan(
          s ->
              s.producer()
                  && isAt(s, topic)
                  && "java.net.SocketTimeoutException".equals(s.attribute("error.type")));
    } finally {
      RabbitBroker.full(false);
    }
    String later = destination("patient");
    assertSent(child.perform(send(later, "hello")));
    assertThat(sendSpans(later, 1)).hasSize(1);
  }
}
