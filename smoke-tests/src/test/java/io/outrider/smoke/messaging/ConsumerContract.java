// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.messaging.MessagingVariant.Feature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What everything that hands messages to the application has to show under the agent. A library
 * adds a driver, and a subclass that names it. A variant that is handed batches is asked about
 * those, all others about single messages.
 */
abstract class ConsumerContract extends MessagingContract {
  @Override
  void rules(AgentProcess.Builder builder) {
    builder
        .property("outrider.rules.slow.match", "server:messaging,topic:slow-*")
        .property("outrider.rules.slow.rate-limit.rate", "2/s")
        .property("outrider.rules.slow.rate-limit.burst", "1");
  }

  @Test
  void messagesComeNoFasterThanARuleAllows() {
    assumeTrue(variant.has(Feature.HOLD), "it hands over what came at once");
    String topic = destination("slow");
    for (String body : List.of("a", "b", "c")) {
      assertSent(child.perform(send(topic, body)));
    }
    Order answer = child.perform(consume(topic, 3).with("max.poll.records", 1));
    assertThat(bodies(answer)).containsExactly("a", "b", "c");
    List<SpanView> work = new ArrayList<>(processSpans(topic, 3));
    work.sort(Comparator.comparing(SpanView::startNanos));
    for (int i = 1; i < 3; i++) {
      assertThat(work.get(i).startNanos() - work.get(i - 1).startNanos())
          .isGreaterThan(400_000_000L);
    }
  }

  @Test
  void aMessageIsWorkedOnInsideItsSpan() {
    single();
    Parent parent = Parent.sampledOne();
    String topic = destination("single");
    assertSent(child.performIn(parent, send(topic, "hello")));
    String url = downstream();
    Order answer = child.perform(consume(topic, 1).with("url", url));
    assertThat(bodies(answer)).containsExactly("hello");
    SpanView sent = sendSpan(topic);
    SpanView work = processSpans(topic, 1).get(0);
    assertProcess(work, topic);
    assertThat(work.traceId()).isEqualTo(parent.traceId());
    assertThat(work.parentSpanId()).isEqualTo(sent.spanId());
    assertThat(work.links()).containsExactly(sent.link());
    assertThat(callSpan(url).parentSpanId()).isEqualTo(work.spanId());
    // The server's, the sender's, the one of the work, and the call's: nobody shows a message
    // twice.
    assertThat(sink.awaitTrace(parent.traceId(), 4)).hasSize(4);
    assertThat(processSpans(topic, 1)).hasSize(1);
  }

  @Test
  void eachMessageBelongsToItsOwnSender() {
    single();
    String topic = destination("two");
    List<SpanView> sent = new ArrayList<>();
    for (String body : List.of("a", "b", "c")) {
      Parent parent = Parent.sampledOne();
      assertSent(child.performIn(parent, send(topic, body)));
      sent.add(
          sink.awaitSpan(
              s -> s.producer() && isAt(s, topic) && s.traceId().equals(parent.traceId())));
    }
    String url = downstream();
    assertThat(bodies(child.perform(consume(topic, 3).with("url", url))))
        .containsExactly("a", "b", "c");
    List<SpanView> work = processSpans(topic, 3);
    assertThat(work).hasSize(3);
    for (int i = 0; i < 3; i++) {
      SpanView sender = sent.get(i);
      SpanView mine =
          work.stream().filter(s -> s.traceId().equals(sender.traceId())).findFirst().orElseThrow();
      assertThat(mine.parentSpanId()).isEqualTo(sender.spanId());
      SpanView call = callSpan(url + "&body=" + List.of("a", "b", "c").get(i));
      assertThat(call.parentSpanId()).isEqualTo(mine.spanId());
      assertThat(call.endNanos()).isLessThanOrEqualTo(mine.endNanos());
    }
  }

  @Test
  void aMessageWithoutASenderStartsATrace() {
    String topic = destination("orphan");
    assertSent(bare().perform(send(topic, "hello")));
    assertThat(bodies(child.perform(batch(consume(topic, 1))))).containsExactly("hello");
    SpanView work = processSpans(topic, 1).get(0);
    assertProcess(work, topic);
    assertThat(work.parentSpanId()).isEmpty();
    assertThat(work.links()).isEmpty();
  }

  @Test
  void afterTheWorkNothingIsLeftOfIt() {
    String topic = destination("after");
    assertSent(child.perform(send(topic, "hello")));
    String after = downstream();
    assertThat(bodies(child.perform(batch(consume(topic, 1)).with("after", after)))).hasSize(1);
    SpanView call = callSpan(after);
    assertThat(call.parentSpanId()).isEmpty();
    assertThat(call.traceId()).isNotEqualTo(processSpans(topic, 1).get(0).traceId());
  }

  @Test
  void anUnsampledSendersMessageIsNotExportedNorWhatItCauses() {
    single();
    Parent unsampled = Parent.unsampledOne();
    String topic = destination("unsampled");
    assertSent(child.performIn(unsampled, send(topic, "hello")));
    String url = downstream();
    assertThat(bodies(child.perform(consume(topic, 1).with("url", url)))).hasSize(1);
    assertThat(server.awaitRequest(url.substring(server.url().length())).header("traceparent"))
        .startsWith("00-" + unsampled.traceId())
        .endsWith("-00");
    String later = destination("later");
    assertSent(child.perform(send(later, "hello")));
    sendSpan(later);
    assertThat(sink.trace(unsampled.traceId())).isEmpty();
  }

  @Test
  void bodiesAndHeadersArriveAsTheyWere() {
    String topic = destination("whole");
    String body = "x".repeat(10_000);
    assertSent(bare().perform(send(topic, body).with("header.color", "blue")));
    Order answer = child.perform(batch(consume(topic, 1)));
    assertThat(bodies(answer)).containsExactly(body);
    assertThat(answer.get("header.color")).isEqualTo("blue");
  }

  @Test
  void aBatchIsOneSpanThatNamesItsSenders() {
    assumeTrue(variant.has(Feature.BATCH), "there are no batches");
    String topic = destination("batch");
    for (String body : List.of("a", "b", "c")) {
      assertSent(child.performIn(Parent.sampledOne(), send(topic, body)));
    }
    List<SpanView> sent = sendSpans(topic, 3);
    String url = downstream();
    assertThat(bodies(child.perform(batch(consume(topic, 3)).with("url", url))))
        .containsExactly("a", "b", "c");
    List<Map.Entry<String, Map<String, Object>>> links = new ArrayList<>();
    long messages = 0;
    // A client may have been given them in two batches.
    for (SpanView work : processSpans(topic, 1)) {
      assertProcess(work, topic);
      assertThat(work.parentSpanId()).isEmpty();
      messages += (Long) work.attribute("messaging.batch.message_count");
      links.addAll(work.links());
    }
    assertThat(messages).isEqualTo(3);
    assertThat(links)
        .containsExactlyInAnyOrderElementsOf(sent.stream().map(SpanView::link).toList());
    SpanView call = callSpan(url);
    assertThat(processSpans(topic, 1)).extracting(SpanView::spanId).contains(call.parentSpanId());
  }

  @Test
  void aListenerThatFailsIsAnError() {
    assumeTrue(variant.has(Feature.LISTENER), "the library does not hear of it");
    single();
    String topic = destination("failing");
    assertSent(child.perform(send(topic, "bad")));
    assertSent(child.perform(send(topic, "good")));
    assertThat(bodies(child.perform(consume(topic, 2).with("fail", "bad"))))
        .contains("bad", "good");
    SpanView failed =
        sink.awaitSpan(s -> s.consumer() && isAt(s, topic) && s.status().equals("ERROR"));
    assertThat(failed.attributes()).containsEntry("error.type", "java.lang.IllegalStateException");
    sink.awaitSpan(s -> s.consumer() && isAt(s, topic) && s.status().equals("UNSET"));
  }

  @Test
  void askingInsideATraceIsASpanThatNamesTheSenders() {
    assumeTrue(variant.has(Feature.RECEIVE), "the application does not ask");
    String topic = destination("asked");
    assertSent(child.perform(send(topic, "hello")));
    SpanView sent = sendSpan(topic);
    Parent parent = Parent.sampledOne();
    assertThat(bodies(child.performIn(parent, batch(consume(topic, 1))))).containsExactly("hello");
    SpanView around = serverSpan(parent);
    SpanView asked =
        sink.awaitSpan(
            s ->
                s.traceId().equals(parent.traceId())
                    && "receive".equals(s.attribute("messaging.operation.type")));
    assertThat(asked.kind()).isEqualTo("CLIENT");
    assertThat(asked.name()).isEqualTo(variant.receive() + " " + topic);
    assertThat(asked.parentSpanId()).isEqualTo(around.spanId());
    assertThat(asked.links()).containsExactly(sent.link());
    assertThat(asked.attributes())
        .containsEntry("messaging.system", variant.system())
        .containsEntry("messaging.operation.name", variant.receive());
  }

  @Test
  void askingOutsideAnyTraceIsNone() {
    assumeTrue(variant.has(Feature.RECEIVE), "the application does not ask");
    String topic = destination("quiet");
    assertSent(child.perform(send(topic, "hello")));
    child.perform(batch(consume(topic, 1)));
    processSpans(topic, 1);
    assertThat(
            sink.spans(
                s -> isAt(s, topic) && "receive".equals(s.attribute("messaging.operation.type"))))
        .isEmpty();
  }

  @Test
  void workIsTimedAndMessagesAreCounted() {
    String topic = destination("metrics");
    assertSent(child.perform(send(topic, "hello").with("times", 2)));
    assertThat(bodies(child.perform(batch(consume(topic, 2))))).hasSize(2);
    MetricView duration = sink.awaitMetric("messaging.process.duration", m -> isAt(m, topic));
    assertThat(duration.unit()).isEqualTo("s");
    assertThat(duration.attributes())
        .containsEntry("messaging.system", variant.system())
        .containsEntry("messaging.operation.name", variant.process())
        .doesNotContainKeys("error.type", "messaging.message.id", "messaging.client.id");
    if (variant.has(Feature.GROUP)) {
      assertThat(duration.attributes()).containsKey("messaging.consumer.group.name");
    }
    if (variant.has(Feature.RECEIVE)) {
      MetricView consumed =
          sink.awaitMetric(
              "messaging.client.consumed.messages", m -> isAt(m, topic) && m.value() == 2);
      assertThat(consumed.unit()).isEqualTo("{message}");
    }
  }

  @Test
  void itIsKnownHowOldMessagesAreWhenTheWorkBegins() {
    assumeTrue(variant.has(Feature.TIMESTAMP), "messages do not say when they were published");
    String topic = destination("age");
    assertSent(child.perform(send(topic, "hello").with("times", 2)));
    assertThat(bodies(child.perform(batch(consume(topic, 2))))).hasSize(2);
    MetricView age =
        sink.awaitMetric("outrider.messaging.message.age", m -> isAt(m, topic) && m.count() == 2);
    assertThat(age.unit()).isEqualTo("s");
    assertThat(age.value()).isBetween(0d, 120d);
  }

  private void single() {
    assumeFalse(variant.has(Feature.BATCH), "it is handed batches");
  }

  private Order batch(Order order) {
    return variant.has(Feature.BATCH) ? order.with("batch", "true") : order;
  }

  void assertProcess(SpanView span, String topic) {
    assertThat(span.name()).isEqualTo(variant.process() + " " + topic);
    assertThat(span.kind()).isEqualTo("CONSUMER");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("messaging.system", variant.system())
        .containsEntry("messaging.operation.name", variant.process())
        .containsEntry("messaging.operation.type", "process")
        .containsEntry("messaging.destination.name", topic)
        .doesNotContainKey("error.type");
    if (variant.has(Feature.GROUP)) {
      assertThat(span.attributes()).containsKey("messaging.consumer.group.name");
    }
  }

  private static boolean isAt(MetricView metric, String topic) {
    return topic.equals(metric.attribute("messaging.destination.name"))
        && metric.attribute("error.type") == null;
  }
}
