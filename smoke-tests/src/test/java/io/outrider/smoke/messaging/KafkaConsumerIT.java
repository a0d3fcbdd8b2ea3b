// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's own consumer, its records gone through in all ways there are. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class KafkaConsumerIT extends ConsumerContract {
  static Stream<MessagingVariant> variants() {
    return Stream.of(
        KafkaVariants.consumer(8, "2.0", "iterator"),
        KafkaVariants.consumer(17, "2.8", "partition"),
        KafkaVariants.consumer(8, "3.9", "topic"),
        KafkaVariants.consumer(17, "new", "forEach"),
        KafkaVariants.consumer(25, "new", "partition"),
        KafkaVariants.newProtocol(25));
  }

  @ParameterizedTest
  @ValueSource(strings = {"poll", "close"})
  void aLoopThatIsLeftLeavesNothingBehind(String by) {
    String topic = destination("left");
    assertSent(child.perform(send(topic, "a")));
    assertSent(child.perform(send(topic, "b")));
    String after = downstream();
    Order answer = child.perform(variant.order("break", topic).with("by", by).with("after", after));
    assertThat(bodies(answer)).containsExactly("a");
    assertThat(processSpans(topic, 1)).hasSize(1);
    assertThat(callSpan(after).parentSpanId()).isEmpty();
  }

  @Test
  void aRecordSaysWhereItLay() {
    String topic = destination("where");
    assertSent(child.perform(send(topic, "hello").with("key", "k")));
    assertThat(bodies(child.perform(consume(topic, 1)))).hasSize(1);
    SpanView work = processSpans(topic, 1).get(0);
    assertThat(work.attributes())
        .containsEntry("messaging.destination.partition.id", "0")
        .containsEntry("messaging.kafka.offset", 0L)
        .containsEntry("messaging.kafka.message.key", "k")
        .containsEntry("messaging.consumer.group.name", "group-of-" + topic)
        .containsEntry("server.address", "127.0.0.1")
        .containsKeys("messaging.client.id", "server.port");
  }

  @Test
  void howFarAConsumerIsBehindIsKnown() {
    String topic = destination("lag.of-");
    assertSent(child.perform(send(topic, "hello").with("times", 3)));
    String hang = server.url() + "/hang?id=" + next();
    Thread slow = new Thread(() -> consumeUntilTheEnd(consume(topic, 1).with("url", hang)));
    slow.setDaemon(true);
    slow.start();
    MetricView lag =
        sink.awaitMetric(
            "outrider.messaging.consumer.lag",
            m -> topic.equals(m.attribute("messaging.destination.name")));
    assertThat(lag.unit()).isEqualTo("{message}");
    assertThat(lag.attributes())
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.destination.partition.id", "0")
        .containsEntry("messaging.consumer.group.name", "group-of-" + topic);
  }

  /** The server does not answer, so that the work lasts until the child is closed. */
  private void consumeUntilTheEnd(Order order) {
    try {
      child.performIn(Parent.sampledOne(), order);
    } catch (UncheckedIOException closed) {
      // That was it.
    }
  }
}
