// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.messaging.MessagingVariant.Feature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What everything that sends messages has to show under the agent. A library adds a driver, and a
 * subclass that names it. Who sends is asked for one thing a time; what has arrived is read by the
 * same application without the agent, where that must not add to what is looked at.
 */
abstract class ProducerContract extends MessagingContract {
  @Override
  void rules(AgentProcess.Builder builder) {
    builder
        .property("outrider.rules.once.match", "client:messaging,topic:once-*")
        .property("outrider.rules.once.rate-limit.rate", "1/h")
        .property("outrider.rules.watched.match", "client:" + ruleSystem() + ",topic:watched-*")
        .property("outrider.rules.watched.rate-limit.rate", "1/h")
        .property("outrider.rules.watched.mode", "dry-run");
  }

  /** What a rule calls the system. */
  String ruleSystem() {
    return variant.system();
  }

  @Test
  void aMessageIsOneRootSpanThatItCarries() {
    String topic = destination("plain");
    assertSent(child.perform(send(topic, "hello")));
    SpanView span = sendSpan(topic);
    assertSend(span, topic);
    assertThat(span.parentSpanId()).isEmpty();
    assertThat(carried(topic)).isEqualTo("00-" + span.traceId() + "-" + span.spanId());
    assertThat(sink.trace(span.traceId())).hasSize(1);
  }

  @Test
  void aMessageIsTheChildOfWhatRuns() {
    Parent parent = Parent.sampledOne();
    String topic = destination("child");
    assertSent(child.performIn(parent, send(topic, "hello")));
    SpanView span = sendSpan(topic);
    assertSend(span, topic);
    assertThat(span.parentSpanId()).isEqualTo(serverSpan(parent).spanId());
    assertThat(sink.awaitTrace(parent.traceId(), 2)).hasSize(2);
  }

  @Test
  void aMessageUnderAnUnsampledParentCarriesThatAndIsNotExported() {
    Parent unsampled = Parent.unsampledOne();
    String topic = destination("unsampled");
    assertSent(child.performIn(unsampled, send(topic, "hello")));
    Order answer = bare().perform(consume(topic, 1));
    assertThat(answer.get("header.traceparent")).startsWith("00-" + unsampled.traceId());
    assertThat(answer.get("header.traceparent")).endsWith("-00");
    String later = destination("later");
    assertSent(child.perform(send(later, "hello")));
    sendSpan(later);
    assertThat(sink.trace(unsampled.traceId())).isEmpty();
  }

  @Test
  void tracingHeadersOfTheApplicationAreReplaced() {
    String topic = destination("replaced");
    assertSent(
        child.perform(
            send(topic, "hello")
                .with(
                    "header.traceparent",
                    "00-11111111111111111111111111111111-2222222222222222-01")));
    SpanView span = sendSpan(topic);
    assertThat(carried(topic)).isEqualTo("00-" + span.traceId() + "-" + span.spanId());
  }

  @Test
  void bodyAndHeadersArriveAsTheyWere() {
    String topic = destination("whole");
    String body = "x".repeat(10_000);
    assertSent(child.perform(send(topic, body).with("header.color", "blue")));
    Order answer = bare().perform(consume(topic, 1));
    assertThat(bodies(answer)).containsExactly(body);
    assertThat(answer.get("header.color")).isEqualTo("blue");
  }

  @Test
  void aMessageWithoutABodyIsSentToo() {
    assumeTrue(variant.has(Feature.NO_BODY), "every message has a body");
    String topic = destination("empty");
    assertSent(child.perform(send(topic, null)));
    assertSend(sendSpan(topic), topic);
    assertThat(bodies(bare().perform(consume(topic, 1)))).containsExactly("null");
  }

  @Test
  void eachOfManyMessagesIsASpan() {
    String topic = destination("many");
    assertSent(child.perform(send(topic, "hello").with("times", 5)));
    assertThat(sendSpans(topic, 5))
        .hasSize(5)
        .extracting(SpanView::traceId)
        .doesNotHaveDuplicates();
  }

  @Test
  void aCallbackRunsOnceAndInTheSendersContext() {
    assumeTrue(variant.has(Feature.CALLBACK), "there are no callbacks");
    Parent parent = Parent.sampledOne();
    String topic = destination("callback");
    String url = downstream();
    Order answer =
        child.performIn(parent, send(topic, "hello").with("callback", "true").with("url", url));
    assertSent(answer);
    assertThat(answer.get("callbacks")).isEqualTo("1");
    String around = serverSpan(parent).spanId();
    assertThat(callSpan(url).parentSpanId()).isEqualTo(around);
    assertThat(sendSpan(topic).parentSpanId()).isEqualTo(around);
  }

  @Test
  void aCallbackWithNoSendersContextStartsATraceOfItsOwn() {
    assumeTrue(variant.has(Feature.CALLBACK), "there are no callbacks");
    String topic = destination("callback");
    String url = downstream();
    assertSent(child.perform(send(topic, "hello").with("callback", "true").with("url", url)));
    SpanView call = callSpan(url);
    assertThat(call.parentSpanId()).isEmpty();
    assertThat(call.traceId()).isNotEqualTo(sendSpan(topic).traceId());
  }

  @Test
  void aMessageThatCannotBeSentIsAnError() {
    String topic = destination("wrong");
    Order answer = child.perform(variant.order("sendWrong", topic));
    Order expected = bare().perform(variant.order("sendWrong", topic));
    assertThat(answer.get("thrown")).isNotNull().isEqualTo(expected.get("thrown"));
    SpanView span = sendSpan(topic);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attributes()).containsEntry("error.type", answer.get("thrown"));
  }

  @Test
  void messagesAreTimedAndCounted() {
    String topic = destination("metrics");
    assertSent(child.perform(send(topic, "hello").with("times", 2)));
    MetricView sent = sink.awaitMetric("messaging.client.sent.messages", m -> isAt(m, topic));
    assertThat(sent.unit()).isEqualTo("{message}");
    MetricView duration =
        sink.awaitMetric(
            "messaging.client.operation.duration", m -> isAt(m, topic) && m.count() == 2);
    assertThat(duration.unit()).isEqualTo("s");
    assertThat(duration.attributes())
        .containsEntry("messaging.system", variant.system())
        .containsEntry("messaging.operation.name", variant.send())
        .doesNotContainKeys("error.type", "messaging.message.id", "messaging.client.id");
    assertThat(
            sink.awaitMetric(
                    "messaging.client.sent.messages", m -> isAt(m, topic) && m.value() == 2)
                .attributes())
        .isEqualTo(duration.attributes());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTransactionIsItsMessages(boolean rollback) {
    assumeTrue(variant.has(Feature.TRANSACTION), "there are no transactions");
    Parent parent = Parent.sampledOne();
    String topic = destination("transaction");
    Order answer =
        child.performIn(
            parent,
            variant.order("transaction", topic).with("bodies", "a;b").with("rollback", rollback));
    assertThat(answer.get("done"))
        .as(answer.toString())
        .isEqualTo(rollback ? "rollback" : "commit");
    assertThat(sendSpans(topic, 2)).hasSize(2).allSatisfy(span -> assertSend(span, topic));
    if (!rollback) {
      assertThat(bodies(bare().perform(consume(topic, 2)))).containsExactly("a", "b");
    }
  }

  @Test
  void nothingIsRefusedInsideATransaction() {
    assumeTrue(variant.has(Feature.TRANSACTION), "there are no transactions");
    String topic = destination("once");
    Order answer = child.perform(variant.order("transaction", topic).with("bodies", "a;b;c;d"));
    assertThat(answer.get("done")).as(answer.toString()).isEqualTo("commit");
    assertThat(bodies(bare().perform(consume(topic, 4)))).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aRefusedMessageLooksLikeABrokerThatIsAway() {
    String topic = destination("once");
    assertSent(child.perform(send(topic, "first")));
    Order refused = child.perform(send(topic, "second"));
    assertThat(refused.get("types"))
        .contains(variant.refusal())
        .contains("io.outrider.instrumentation.Rejection");
    assertThat(refused.get("frames")).isEqualTo("0");
    assertThat(refused.get("message")).contains("once").contains("rate-limit");
    SpanView span =
        sink.awaitSpan(s -> s.producer() && isAt(s, topic) && s.status().equals("ERROR"));
    assertThat(span.attributes()).containsEntry("error.type", "rate_limited");
  }

  @Test
  void aRefusedMessageIsNotSent() {
    String topic = destination("once");
    assertSent(child.perform(send(topic, "first")));
    assertThat(child.perform(send(topic, "second")).get("thrown")).isNotNull();
    assertSent(bare().perform(send(topic, "third")));
    assertThat(bodies(bare().perform(consume(topic, 2)))).containsExactly("first", "third");
  }

  @Test
  void aRefusalReachesTheCallbackInTheSendersContext() {
    assumeTrue(variant.has(Feature.CALLBACK), "there are no callbacks");
    String topic = destination("once");
    assertSent(child.perform(send(topic, "first")));
    Parent parent = Parent.sampledOne();
    String url = downstream();
    Order refused =
        child.performIn(parent, send(topic, "second").with("callback", "true").with("url", url));
    assertThat(refused.get("callbacks")).isEqualTo("1");
    assertThat(refused.get("callback"))
        .contains(variant.refusal())
        .contains("io.outrider.instrumentation.Rejection");
    assertThat(callSpan(url).parentSpanId()).isEqualTo(serverSpan(parent).spanId());
  }

  @Test
  void aRefusalCanBeReadWhereThereIsNoAgent() {
    String topic = destination("once");
    assertSent(child.perform(send(topic, "first")));
    Order refused = child.perform(send(topic, "second"));
    assertThat(refused.get("thrown")).isNotEqualTo(variant.refusal());
    assertThat(refused.get("serialized")).isEqualTo(variant.refusal());
  }

  @Test
  void aRuleInDryRunRefusesNothing() {
    String topic = destination("watched");
    assertSent(child.perform(send(topic, "hello").with("times", 3)));
    assertThat(bodies(bare().perform(consume(topic, 3)))).hasSize(3);
    MetricView would =
        sink.awaitMetric(
            "outrider.guard.decisions",
            m ->
                "watched".equals(m.attribute("outrider.guard.rule"))
                    && !"pass".equals(m.attribute("outrider.guard.outcome"))
                    && m.value() >= 2);
    assertThat(would.value()).isGreaterThanOrEqualTo(2);
  }

  void assertSend(SpanView span, String topic) {
    assertThat(span.name()).isEqualTo(variant.send() + " " + topic);
    assertThat(span.kind()).isEqualTo("PRODUCER");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("messaging.system", variant.system())
        .containsEntry("messaging.operation.name", variant.send())
        .containsEntry("messaging.operation.type", "send")
        .containsEntry("messaging.destination.name", topic)
        .doesNotContainKeys("error.type", "messaging.destination.temporary");
  }

  /** What the only message there carries, without the flags. */
  private String carried(String topic) {
    Order answer = bare().perform(consume(topic, 1));
    assertThat(answer.get("header.traceparent")).as(answer.toString()).isNotNull();
    return answer.get("header.traceparent").substring(0, 52);
  }

  private static boolean isAt(MetricView metric, String topic) {
    return topic.equals(metric.attribute("messaging.destination.name"))
        && metric.attribute("error.type") == null;
  }
}
