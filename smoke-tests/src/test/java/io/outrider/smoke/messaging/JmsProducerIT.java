// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static io.outrider.smoke.messaging.JmsBrokers.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.messaging.MessagingVariant.Feature;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Producers of Artemis and ActiveMQ, in both APIs. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class JmsProducerIT extends ProducerContract {
  static Stream<MessagingVariant> variants() {
    return Stream.of(
        variant(8, "javax", "artemis-jms-2.0", "producer"),
        variant(17, "javax", "artemis-jms-2.19", "anonymous"),
        variant(25, "javax", "artemis-jms-new", "options"),
        variant(17, "jakarta", "artemis-jakarta-2.19", "anonymous-options"),
        variant(25, "jakarta", "artemis-jakarta-new", "producer"),
        variant(8, "javax", "activemq-5.8", "producer"),
        variant(17, "javax", "activemq-5.19", "anonymous-options"),
        variant(17, "jakarta", "activemq-6.0", "anonymous"),
        variant(25, "jakarta", "activemq-6.3", "options"),
        variant(8, "javax", "spring-jms-5.0", null),
        variant(17, "javax", "spring-jms-5.3", null),
        variant(17, "jakarta", "spring-jms-6.0", null),
        variant(25, "jakarta", "spring-jms-7.0", null));
  }

  @Override
  String ruleSystem() {
    return "jms";
  }

  /** The API wants what is known while it is called to be thrown, and nobody else to be told. */
  @Override
  @Test
  void aRefusalReachesTheCallbackInTheSendersContext() {
    assumeTrue(variant.has(Feature.CALLBACK), "there are no callbacks");
    String topic = destination("once");
    assertSent(child.perform(send(topic, "first")));
    Order refused = child.perform(send(topic, "second").with("callback", "true"));
    assertThat(refused.get("types")).contains(variant.refusal());
    assertThat(refused.get("callbacks")).isNull();
  }

  @Test
  void aMessageIsNamedAsItsSendingHasNamedIt() {
    assumeTrue(variant.driver().equals("jms"), "a template does not tell");
    String topic = destination("named");
    Order answer = child.perform(send(topic, "hello").with("conversation", "of-ours"));
    assertSent(answer);
    assertThat(sendSpan(topic).attributes())
        .containsEntry("messaging.message.id", answer.get("id"))
        .containsEntry("messaging.message.conversation_id", "of-ours");
  }
}
