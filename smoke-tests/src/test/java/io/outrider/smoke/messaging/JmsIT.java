// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is JMS's own. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class JmsIT extends MessagingContract {
  private static final String POOL = "org.messaginghub.pooled.jms.JmsPoolConnectionFactory";

  static Stream<MessagingVariant> variants() {
    return Stream.of(
        JmsBrokers.variant(8, "javax", "artemis-jms-2.0", null),
        JmsBrokers.variant(17, "javax", "artemis-jms-2.19", null),
        JmsBrokers.variant(25, "jakarta", "artemis-jakarta-new", null),
        JmsBrokers.variant(8, "javax", "activemq-5.8", null),
        JmsBrokers.variant(25, "jakarta", "activemq-6.3", null),
        JmsBrokers.variant(17, "javax", "spring-jms-5.3", null),
        JmsBrokers.variant(25, "jakarta", "spring-jms-7.0", null));
  }

  @Override
  void rules(AgentProcess.Builder builder) {
    builder
        .property("otel.propagators", "b3multi")
        .property("outrider.rules.once.match", "client:jms,topic:once-*")
        .property("outrider.rules.once.rate-limit.rate", "1/h");
  }

  @ParameterizedTest
  @CsvSource({"timeout,5000", "noWait,0", "forever,0"})
  void askingInsideATraceIsASpanThatNamesTheSender(String how, int wait) {
    plain();
    String queue = destination("asked-" + how);
    assertSent(child.perform(send(queue, "hello")));
    SpanView sent = sendSpan(queue);
    Parent parent = Parent.sampledOne();
    Order answer;
    do {
      answer = child.performIn(parent, receive(queue, how).with("wait", wait), headers(parent));
    } while (how.equals("noWait") && bodies(answer).isEmpty());
    assertThat(bodies(answer)).containsExactly("hello");
    SpanView asked = sink.awaitSpan(s -> isReceive(s, queue));
    assertThat(asked.kind()).isEqualTo("CLIENT");
    assertThat(asked.name()).isEqualTo("receive " + queue);
    assertThat(asked.traceId()).isEqualTo(parent.traceId());
    assertThat(asked.links()).containsExactly(sent.link());
    assertThat(asked.attributes())
        .containsEntry("messaging.operation.name", "receive")
        .containsEntry("messaging.system", "activemq");
  }

  @Test
  void askingOutsideAnyTraceIsOnlyCounted() {
    plain();
    String queue = destination("quiet");
    assertSent(child.perform(send(queue, "hello")));
    assertThat(bodies(child.perform(receive(queue, "timeout")))).containsExactly("hello");
    sink.awaitMetric(
        "messaging.client.consumed.messages",
        m -> queue.equals(m.attribute("messaging.destination.name")) && m.value() == 1);
    assertThat(sink.spans(s -> isReceive(s, queue))).isEmpty();
  }

  @Test
  void askingInVainIsNothing() {
    plain();
    Parent parent = Parent.sampledOne();
    String queue = destination("vain");
    Order answer =
        child.performIn(parent, receive(queue, "timeout").with("wait", 10), headers(parent));
    assertThat(bodies(answer)).isEmpty();
    serverSpan(parent);
    assertThat(sink.trace(parent.traceId())).hasSize(1);
  }

  @Test
  void headersWithDashesTravelAsPropertiesThatMayHaveNone() {
    plain();
    String queue = destination("b3");
    assertSent(child.perform(send(queue, "hello")));
    SpanView sent = sendSpan(queue);
    Order answer = bare().perform(receive(queue, "timeout"));
    assertThat(answer.values())
        .containsEntry("header.X__dash__B3__dash__TraceId", sent.traceId())
        .containsEntry("header.X__dash__B3__dash__SpanId", sent.spanId());
    assertSent(child.perform(send(queue, "again")));
    assertThat(bodies(child.perform(consume(queue, 1)))).containsExactly("again");
    SpanView work = processSpans(queue, 1).get(0);
    assertThat(sendSpans(queue, 2)).extracting(SpanView::spanId).contains(work.parentSpanId());
  }

  @Test
  void whatWasReceivedIsSentOnAsItIs() {
    plain();
    String from = destination("from");
    String to = destination("to");
    assertSent(child.perform(send(from, "hello").with("header.color", "blue")));
    SpanView sent = sendSpan(from);
    Order answer = child.perform(variant.order("forward", from).with("to", to));
    assertSent(answer);
    assertThat(sendSpan(to).status()).isEqualTo("UNSET");
    Order arrived = bare().perform(receive(to, "timeout"));
    assertThat(bodies(arrived)).containsExactly("hello");
    assertThat(arrived.get("header.color")).isEqualTo("blue");
    assertThat(arrived.get("header.X__dash__B3__dash__TraceId")).isEqualTo(sent.traceId());
  }

  @Test
  void anAnswerGoesToAQueueWithoutAName() {
    String queue = destination("request");
    Parent parent = Parent.sampledOne();
    Order answer =
        child.performIn(
            parent, variant.order("request", queue).with("body", "ask"), headers(parent));
    assertThat(bodies(answer)).as(answer.toString()).containsExactly("answer");
    // The server's, both sends, the work of who answers, and that somebody waits for the answer.
    List<SpanView> trace = sink.awaitTrace(parent.traceId(), 5);
    assertThat(trace).hasSize(5);
    SpanView reply =
        trace.stream()
            .filter(s -> s.producer() && s.name().equals("send (temporary)"))
            .findFirst()
            .orElseThrow();
    assertThat(reply.attributes())
        .containsEntry("messaging.destination.temporary", true)
        .doesNotContainKey("messaging.destination.name");
    SpanView work = trace.stream().filter(SpanView::consumer).findFirst().orElseThrow();
    assertThat(reply.parentSpanId()).isEqualTo(work.spanId());
    assertThat(trace)
        .anySatisfy(
            s -> {
              assertThat(s.name()).isEqualTo("receive (temporary)");
              assertThat(s.links()).containsExactly(reply.link());
            });
  }

  @Test
  void publishingToATopicIsOneSpan() {
    plain();
    String topic = destination("topic");
    Order answer = child.perform(variant.order("publish", topic).with("body", "hello"));
    assertThat(bodies(answer)).as(answer.toString()).containsExactly("hello");
    SpanView sent = sendSpan(topic);
    assertThat(sent.name()).isEqualTo("send " + topic);
    assertThat(sink.trace(sent.traceId())).hasSize(1);
  }

  @Test
  void theSimplifiedApiIsOneSpanAndRefusesInItsOwnWay() {
    plain();
    assumeFalse(variant.libraries().contains("activemq-5.8"), "JMS 1.1 has none");
    String queue = destination("once");
    Order simplified = send(queue, "hello").with("how", "context");
    assertSent(child.perform(simplified));
    SpanView sent = sendSpan(queue);
    assertThat(sink.trace(sent.traceId())).hasSize(1);
    // ActiveMQ's context makes its producer in a way of its own, and nobody tells of it.
    assumeFalse(variant.libraries().contains("activemq-6.3"), "nothing is refused there");
    assertThat(child.perform(simplified).get("types"))
        .contains(".jms.ResourceAllocationRuntimeException");
    assertThat(bodies(bare().perform(consume(queue, 1)))).containsExactly("hello");
  }

  @Test
  void aPoolAroundTheClientAddsNoSpanAndRefusesToo() {
    assumeTrue(
        variant.libraries().contains("artemis-jms-2.19")
            || variant.libraries().contains("artemis-jakarta-new"),
        "there is no pool");
    String queue = destination("once");
    Order pooled = send(queue, "hello").with("pool", POOL);
    assertSent(child.perform(pooled));
    SpanView sent = sendSpan(queue);
    assertThat(sink.trace(sent.traceId())).hasSize(1);
    assertThat(child.perform(pooled).get("types")).contains(variant.refusal());
    String other = destination("once");
    Order answer =
        child.perform(
            variant.order("transaction", other).with("bodies", "a;b;c").with("pool", POOL));
    assertThat(answer.get("done")).as(answer.toString()).isEqualTo("commit");
    assertThat(bodies(bare().perform(consume(other, 3)))).containsExactly("a", "b", "c");
  }

  @Test
  void nothingIsRefusedInATransactionOfSomebodyElses() {
    artemis();
    String queue = destination("once");
    Order answer = child.perform(variant.order("xa", queue).with("bodies", "a;b;c"));
    assertThat(answer.get("done")).as(answer.toString()).isEqualTo("commit");
    assertThat(bodies(bare().perform(consume(queue, 3)))).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"listener", "lambda"})
  void aListenerIsGivenBackAsItWas(String how) {
    plain();
    String queue = destination("same");
    assertSent(child.perform(send(queue, "hello")));
    assertThat(child.perform(consume(queue, 1).with("how", how)).get("same")).isEqualTo("true");
  }

  private void plain() {
    assumeTrue(variant.driver().equals("jms"), "a template does not");
  }

  private void artemis() {
    assumeTrue(variant.libraries().get(0).startsWith("artemis"), "it takes another factory");
  }

  private Order receive(String queue, String how) {
    return variant.order("receive", queue).with("how", how);
  }

  private static String[] headers(Parent parent) {
    return new String[] {
      "X-B3-TraceId", parent.traceId(), "X-B3-SpanId", parent.spanId(), "X-B3-Sampled", "1"
    };
  }

  private static boolean isReceive(SpanView span, String queue) {
    return isAt(span, queue) && "receive".equals(span.attribute("messaging.operation.type"));
  }
}
