// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.SpanView;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's own producer. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class KafkaProducerIT extends ProducerContract {
  private int nobody;

  static Stream<MessagingVariant> variants() {
    return Stream.of(
        KafkaVariants.producer(8, "2.0"),
        KafkaVariants.producer(17, "2.8"),
        KafkaVariants.producer(8, "3.9"),
        KafkaVariants.producer(17, "new"),
        KafkaVariants.producer(25, "new"));
  }

  @Override
  void rules(AgentProcess.Builder builder) {
    super.rules(builder);
    try {
      nobody = KafkaBroker.freePort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    builder
        .property("outrider.rules.quick.match", "client:kafka,port:" + nobody)
        .property("outrider.rules.quick.timeout.request", "2s")
        .property("outrider.rules.buffered.match", "client:kafka,topic:buffered-*")
        .property("outrider.rules.buffered.buffer.max-messages", "3");
  }

  @Test
  void aRecordSaysWhereItHasComeToLie() {
    String topic = destination("where");
    Order answer = child.perform(send(topic, "hello").with("key", "k"));
    assertSent(answer);
    assertThat(sendSpan(topic).attributes())
        .containsEntry("messaging.destination.partition.id", answer.get("partition"))
        .containsEntry("messaging.kafka.offset", Long.valueOf(answer.get("offset")))
        .containsEntry("messaging.kafka.message.key", "k")
        .containsEntry("server.address", "127.0.0.1")
        .containsKeys("messaging.client.id", "server.port");
  }

  @Test
  void aRecordSentTwiceIsTwoMessagesThatEachCarryTheirOwn() {
    String topic = destination("twice");
    assertSent(child.perform(variant.order("sendTwice", topic).with("body", "hello")));
    List<SpanView> spans = sendSpans(topic, 2);
    assertThat(spans).hasSize(2);
    Order answer = bare().perform(consume(topic, 2));
    assertThat(bodies(answer)).hasSize(2);
    assertThat(spans.stream().map(s -> "00-" + s.traceId() + "-" + s.spanId()))
        .contains(answer.get("header.traceparent").substring(0, 52));
  }

  @Test
  void whatCannotBeSerializedIsThrown() {
    String topic = destination("unserializable");
    Order answer = child.perform(variant.order("sendUnserializable", topic));
    assertThat(answer.get("thrown"))
        .isEqualTo("org.apache.kafka.common.errors.SerializationException");
    assertThat(sendSpan(topic).attributes()).containsEntry("error.type", answer.get("thrown"));
  }

  @Test
  void aRefusalsCallbackIsGivenWhatTheProducerWouldGive() {
    String topic = destination("once");
    assertSent(child.perform(send(topic, "first")));
    Order refused = child.perform(send(topic, "second").with("callback", "true"));
    assertThat(refused.get("metadata"))
        .isEqualTo(variant.libraries().get(0).startsWith("kafka-2") ? "null" : topic);
  }

  @ParameterizedTest
  @CsvSource({",2000", "500,500", "90000,2000"})
  void aRulesTimeLimitHoldsWhereTheProducersIsLonger(String own, int expected) {
    Order answer =
        child.perform(
            variant
                .order("sendToNobody", destination("nobody"))
                .with("bootstrap", "127.0.0.1:" + nobody)
                .with("max.block.ms", own));
    assertThat(answer.get("types")).contains("org.apache.kafka.common.errors.TimeoutException");
    assertThat(answer.number("millis", 0)).isBetween(expected - 50, expected + 8000);
  }

  @ParameterizedTest
  @CsvSource({"0,", "5000,", "130000,", "5000,40000", "1,31000"})
  void aRulesTimeLimitFitsWithWhateverTheApplicationHasSet(String linger, String delivery) {
    Order answer =
        child.perform(
            variant
                .order("sendToNobody", destination("nobody"))
                .with("bootstrap", "127.0.0.1:" + nobody)
                .with("max.block.ms", "1")
                .with("linger.ms", linger)
                .with("delivery.timeout.ms", delivery));
    assertThat(answer.get("types")).contains("org.apache.kafka.common.errors.TimeoutException");
  }

  @Test
  void brokersWhoseRecordsHaveNoHeadersGetNone() {
    assumeFalse(variant.libraries().contains("kafka-new"), "since 4.0 there are none");
    String topic = destination("old");
    assertSent(child.perform(variant.order("sendInOldFormat", topic)));
    assertThat(sendSpans(topic, 2)).hasSize(2);
    Order first = bare().perform(consume(topic, 1));
    assertThat(first.get("header.traceparent")).isNotNull();
    Order both = bare().perform(consume(topic, 2).with("group", "another"));
    assertThat(bodies(both)).containsExactly("first", "second");
    assertThat(both.get("headers")).isEqualTo("0");
  }

  @Test
  void aBufferHoldsNobodyUpWhereTheProducerWould() {
    Order answer =
        child.perform(
            variant
                .order("sendMany", destination("buffered"))
                .with("bootstrap", "127.0.0.1:" + nobody)
                .with("bodies", "a;b;c;d;e;f")
                .with("close", 500));
    assertThat(answer.number("millis", -1)).isBetween(0, 1900);
    assertThat(answer.number("closing", -1)).isBetween(0, 8000);
    assertThat(answer.get("arrived")).isEqualTo("0");
    assertThat(answer.get("callbacks")).isEqualTo("6");
    assertThat(answer.get("types")).contains("org.apache.kafka.common.errors.TimeoutException");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsInABufferArrivesInItsOrderBeforeTheProducerIsClosed(boolean flush) {
    String topic = destination("buffered");
    Order order = variant.order("sendMany", topic).with("bodies", "a;b;c");
    Order answer = child.perform(flush ? order.with("flush", "true") : order);
    assertThat(answer.get("arrived")).as(answer.toString()).isEqualTo("3");
    assertThat(answer.get("callbacks")).isEqualTo("3");
    assertThat(answer.get("flushed")).isEqualTo(flush ? "true" : null);
    assertThat(bodies(bare().perform(consume(topic, 3)))).containsExactly("a", "b", "c");
    assertThat(sendSpans(topic, 3))
        .hasSize(3)
        .allSatisfy(span -> assertThat(span.attributes()).containsKey("outrider.buffer.duration"));
  }
}
