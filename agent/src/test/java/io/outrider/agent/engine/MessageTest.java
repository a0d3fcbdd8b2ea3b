// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static io.outrider.agent.engine.Telemetry.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.outrider.agent.shape.Around;
import io.outrider.instrumentation.BufferLimits;
import io.outrider.instrumentation.LagSource;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.Messages;
import io.outrider.instrumentation.SendRefusal;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeMessages.Message message = new FakeMessages.Message();

  @BeforeEach
  void anotherBroker() {
    FakeMessages.port++;
  }

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  /** Runs a body as a woven method does. */
  private static Object run(Around site, Object message, Callable<?> body) throws Throwable {
    Object[] entered = site.enter("client", new Object[] {message}, null, null);
    Object returned = null;
    Throwable thrown = null;
    if (entered == null || entered[Around.REFUSAL] == null) {
      try {
        returned = body.call();
      } catch (Throwable e) {
        thrown = e;
      }
    }
    Object[] exit = site.exit(entered, returned, thrown);
    Throwable outcome = exit == null ? thrown : (Throwable) exit[1];
    if (outcome != null) {
      throw outcome;
    }
    return exit == null ? returned : exit[0];
  }

  private Around send() {
    return new MessageSend(telemetry.engine(), new FakeMessages("send"), new Life("fake"));
  }

  private Around receive() {
    return new MessageReceive(telemetry.engine(), new FakeMessages("receive"), new Life("fake"));
  }

  private Around process() {
    return new MessageProcess(telemetry.engine(), new FakeMessages("process"), new Life("fake"));
  }

  private static Throwable failure(Callable<?> body) {
    try {
      body.call();
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  private Object sent() {
    try {
      return run(send(), message, () -> "sent");
    } catch (Throwable e) {
      return e;
    }
  }

  @Test
  void aMessageThatIsSentIsOneSpanByTheConventions() {
    assertThat(sent()).isEqualTo("sent");
    SpanData span = telemetry.only();
    assertThat(span.getName()).isEqualTo("send orders");
    assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertThat(attributes(span))
        .containsOnly(
            entry("messaging.system", "kafka"),
            entry("messaging.operation.name", "send"),
            entry("messaging.operation.type", "send"),
            entry("messaging.destination.name", "orders"),
            entry("messaging.message.id", "m1"),
            entry("server.address", "broker"),
            entry("server.port", (long) FakeMessages.port));
    assertThat(message.headers.get("traceparent")).contains(span.getSpanId());
  }

  @Test
  void aMessageThatIsSentIsMeasured() {
    sent();
    assertThat(map(telemetry.point("messaging.client.operation.duration").getAttributes()))
        .containsOnly(
            entry("messaging.system", "kafka"),
            entry("messaging.operation.name", "send"),
            entry("messaging.destination.name", "orders"),
            entry("server.address", "broker"),
            entry("server.port", (long) FakeMessages.port));
    assertThat(count("messaging.client.sent.messages")).isEqualTo(1);
  }

  private long count(String metric) {
    return telemetry.metrics.collectAllMetrics().stream()
        .filter(data -> data.getName().equals(metric))
        .flatMap(data -> data.getLongSumData().getPoints().stream())
        .mapToLong(point -> point.getValue())
        .sum();
  }

  @Test
  void theNameOfATemporaryDestinationMakesNoSeries() {
    message.temporary = true;
    sent();
    assertThat(telemetry.only().getName()).isEqualTo("send (temporary)");
    assertThat(attributes(telemetry.only()))
        .containsEntry("messaging.destination.temporary", true)
        .doesNotContainKey("messaging.destination.name");
  }

  @Test
  void aSendThatEndsLaterEndsOnceWithWhatIsKnownThen() {
    message.later = true;
    sent();
    assertThat(telemetry.ended()).isEmpty();
    message.send.stored("3", 42);
    message.send.end(null);
    message.send.end(new IllegalStateException("late"));
    assertThat(telemetry.only().getStatus()).isEqualTo(StatusData.unset());
    assertThat(attributes(telemetry.only()))
        .containsEntry("messaging.destination.partition.id", "3")
        .containsEntry("messaging.kafka.offset", 42L);
  }

  @Test
  void aSendThatThrowsHasEndedAlthoughACallbackWasToTell() {
    message.later = true;
    assertThat(failure(() -> rethrown(send(), new IllegalStateException("closed"))))
        .hasMessage("closed");
    assertThat(attributes(telemetry.only()))
        .containsEntry("error.type", "java.lang.IllegalStateException");
    message.send.end(null);
    assertThat(telemetry.ended()).hasSize(1);
  }

  private Object rethrown(Around site, Exception thrown) throws Exception {
    try {
      return run(
          site,
          message,
          () -> {
            throw thrown;
          });
    } catch (Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSendMadeByASendIsPartOfIt() throws Throwable {
    run(send(), message, () -> sent());
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aDetourIsMadeInPlaceOfTheMethod() {
    message.detour = true;
    assertThat(sent()).isEqualTo("by another way");
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aRefusalIsWhatTheLibraryMakesOfIt() {
    telemetry.guard("g", "match", "client:kafka,topic:orders", "rate-limit.rate", "1/h");
    assertThat(sent()).isEqualTo("sent");
    Object refused = sent();
    assertThat(refused).isInstanceOf(FakeMessages.Unavailable.class);
    assertThat(((Throwable) refused).getMessage())
        .contains("kafka:orders", "outrider.rules.g.mode=off");
    assertThat(attributes(telemetry.ended().get(1)))
        .containsEntry("error.type", "rate_limited")
        .containsEntry("outrider.guard.rule", "g");
    assertThat(count("messaging.client.sent.messages")).isEqualTo(1);
  }

  @Test
  void noRuleNoBuffer() {
    sent();
    assertThat(message.send.buffer()).isNull();
  }

  @Test
  void theTimeInABufferIsTheSpans() {
    telemetry.guard("g", "match", "client:kafka", "buffer.max-messages", "5");
    message.later = true;
    sent();
    assertThat(message.send.buffer()).isEqualTo(new BufferLimits(5, 0, false, 0));
    message.send.handedOn(1_500_000_000L);
    message.send.end(null);
    assertThat(attributes(telemetry.only()))
        .containsEntry("outrider.buffer.duration", 1.5)
        .doesNotContainKeys("error.type", "outrider.guard.rule");
    assertThat(telemetry.decisions()).containsExactly("g buffer pass 1");
  }

  @Test
  void whatABufferDropsIsARefusalAndNoFailureOfTheBroker() {
    telemetry.guard(
        "g",
        "match",
        "client:kafka",
        "buffer.max-messages",
        "5",
        "circuit-breaker.minimum-calls",
        "1");
    message.later = true;
    sent();
    SendRefusal refusal = message.send.dropped();
    message.send.end(new IllegalStateException("comes too late"));
    assertThat(refusal.guard()).isEqualTo("buffer");
    assertThat(refusal.message()).contains("the buffer has no room", "rules.g.mode=off");
    assertThat(attributes(telemetry.only()))
        .containsEntry("error.type", "buffer_full")
        .containsEntry("outrider.guard.type", "buffer");
    assertThat(count("outrider.buffer.dropped")).isEqualTo(1);
    assertThat(count("messaging.client.sent.messages")).isZero();
    assertThat(sent()).isEqualTo("sent");
  }

  @Test
  void inDryRunNothingIsBuffered() {
    telemetry.guard("g", "match", "client:kafka", "buffer.max-messages", "5", "mode", "dry-run");
    sent();
    assertThat(message.send.buffer()).isNull();
  }

  @Test
  void nothingIsRefusedInsideATransaction() {
    telemetry.guard("g", "match", "client:messaging", "rate-limit.rate", "1/h");
    message.transaction = true;
    assertThat(sent()).isEqualTo("sent");
    assertThat(sent()).isEqualTo("sent");
  }

  @Test
  void aRuleThatDoesNotNameMessagesIsNotForThem() {
    telemetry.guard("g", "rate-limit.rate", "1/h");
    assertThat(sent()).isEqualTo("sent");
    assertThat(sent()).isEqualTo("sent");
    assertThat(telemetry.decisions()).isEmpty();
  }

  @Test
  void aRuleForAnotherTopicOrSystemIsNotForIt() {
    telemetry
        .guards("a", "match", "client:rabbitmq", "rate-limit.rate", "1/h")
        .guards("b", "match", "client:kafka,topic:audit-*", "rate-limit.rate", "1/h")
        .guards("c", "match", "server:kafka,topic:orders", "rate-limit.rate", "1/h");
    assertThat(sent()).isEqualTo("sent");
    assertThat(sent()).isEqualTo("sent");
  }

  @Test
  void aRuleForJmsIsForItsProvidersToo() {
    telemetry.guard("g", "match", "client:jms", "rate-limit.rate", "1/h");
    assertThat(sent()).isEqualTo("sent");
    assertThat(sent()).isEqualTo("sent");
    message.system = "activemq";
    assertThat(sent()).isEqualTo("sent");
    assertThat(sent()).isInstanceOf(FakeMessages.Unavailable.class);
  }

  @Test
  void aMessageMayGetItsNameByBeingSent() {
    message.named = "m2";
    assertThat(sent()).isEqualTo("sent");
    assertThat(attributes(telemetry.ended().get(0))).containsEntry("messaging.message.id", "m2");
  }

  @Test
  void aBreakerOpensWhenTheBrokerFails() {
    telemetry.guard(
        "g",
        "match",
        "client:kafka",
        "circuit-breaker.window",
        "2 calls",
        "circuit-breaker.minimum-calls",
        "2");
    failure(() -> rethrown(send(), new java.io.IOException("gone")));
    failure(() -> rethrown(send(), new java.io.IOException("gone")));
    assertThat(sent()).isInstanceOf(FakeMessages.Unavailable.class);
  }

  @Test
  void workOnAMessageIsAChildOfItsSenderAndLinkedToIt() throws Throwable {
    sent();
    String[] inside = new String[1];
    run(
        process(),
        message,
        () -> inside[0] = Span.fromContext(Current.get()).getSpanContext().getSpanId());
    SpanData sent = telemetry.ended().get(0);
    SpanData worked = telemetry.ended().get(1);
    assertThat(worked.getName()).isEqualTo("process orders");
    assertThat(worked.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(worked.getParentSpanId()).isEqualTo(sent.getSpanId());
    assertThat(worked.getTraceId()).isEqualTo(sent.getTraceId());
    assertThat(worked.getLinks())
        .extracting(link -> link.getSpanContext().getSpanId())
        .containsExactly(sent.getSpanId());
    assertThat(inside[0]).isEqualTo(worked.getSpanId());
    assertThat(telemetry.point("messaging.process.duration").getCount()).isEqualTo(1);
  }

  @Test
  void workThatFailsIsAnError() {
    assertThat(failure(() -> rethrown(process(), new IllegalStateException("no"))))
        .hasMessage("no");
    assertThat(telemetry.only().getStatus().getStatusCode().name()).isEqualTo("ERROR");
    assertThat(telemetry.only().getEvents()).hasSize(1);
  }

  @Test
  void layersOfALibraryThatHandOnTheSameMessageMakeOneSpan() throws Throwable {
    run(process(), message, () -> run2(process(), message));
    assertThat(telemetry.ended()).hasSize(1);
  }

  private static Object run2(Around site, Object message) {
    try {
      return run(site, message, () -> "inner");
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsSentWhileAMessageIsWorkedOnIsAChildOfThat() throws Throwable {
    FakeMessages.Message other = new FakeMessages.Message().topic("bills");
    run(process(), message, () -> run2(send(), other));
    assertThat(telemetry.ended().get(0).getName()).isEqualTo("send bills");
    assertThat(telemetry.ended().get(0).getParentSpanId())
        .isEqualTo(telemetry.ended().get(1).getSpanId());
  }

  @Test
  void aBatchIsOneSpanThatLinksToAllSenders() throws Throwable {
    FakeMessages.Message second = new FakeMessages.Message();
    sent();
    run(send(), second, () -> "sent");
    FakeMessages.Message batch = new FakeMessages.Message();
    batch.batch = Arrays.asList(message, second, new FakeMessages.Message());
    run(process(), batch, () -> "done");
    SpanData span = telemetry.ended().get(2);
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getLinks())
        .extracting((LinkData link) -> link.getSpanContext().getSpanId())
        .containsExactly(
            telemetry.ended().get(0).getSpanId(), telemetry.ended().get(1).getSpanId());
    assertThat(attributes(span)).containsEntry("messaging.batch.message_count", 3L);
  }

  @Test
  void theAgeOfAMessageIsMeasuredWhenWorkOnItBegins() throws Throwable {
    message.published = System.currentTimeMillis() - 2_000;
    run(process(), message, () -> "done");
    assertThat(telemetry.point("outrider.messaging.message.age").getSum()).isBetween(2.0, 60.0);
  }

  @Test
  void askingForMessagesInsideATraceIsASpanThatLinksToTheirSenders() throws Throwable {
    sent();
    FakeMessages.Message around = new FakeMessages.Message().topic("around");
    run(process(), around, () -> asked());
    SpanData receive = telemetry.ended().get(1);
    assertThat(receive.getName()).isEqualTo("receive orders");
    assertThat(receive.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(receive.getParentSpanId()).isEqualTo(telemetry.ended().get(2).getSpanId());
    assertThat(receive.getLinks()).hasSize(1);
    assertThat(count("messaging.client.consumed.messages")).isEqualTo(1);
  }

  private Object asked() {
    try {
      return run(receive(), null, () -> message);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void askingForMessagesOutsideAnyTraceIsCountedAlone() {
    asked();
    assertThat(telemetry.ended()).isEmpty();
    assertThat(count("messaging.client.consumed.messages")).isEqualTo(1);
  }

  @Test
  void workThatIsLeftForAnotherThreadEndsThere() throws Exception {
    telemetry.engine();
    Object processing = Messages.process(new FakeMessages("process"), message);
    assertThat(Current.get()).isSameAs(processing);
    Messages.left(processing);
    assertRoot();
    Thread other = new Thread(() -> Messages.finished(processing, null));
    other.start();
    other.join();
    assertThat(telemetry.only().getName()).isEqualTo("process orders");
  }

  private long hold() {
    return Messages.holdNanos(new FakeMessages("process").endpoint(message));
  }

  private void worked(FakeMessages.Message on) throws Throwable {
    run(process(), on, () -> "done");
  }

  @Test
  void withoutARuleForItNothingIsHeldBack() throws Throwable {
    telemetry.guard("g", "match", "client:kafka", "rate-limit.rate", "1/h");
    telemetry.engine();
    assertThat(Messages.mayHold()).isFalse();
    worked(message);
    assertThat(hold()).isZero();
  }

  @Test
  void whatWasTakenBeyondARateIsPaidForByWhatComesNext() throws Throwable {
    telemetry.guard(
        "g",
        "match",
        "server:kafka,topic:orders",
        "rate-limit.rate",
        "1/s",
        "rate-limit.burst",
        "1");
    telemetry.engine();
    assertThat(Messages.mayHold()).isTrue();
    assertThat(hold()).isZero();
    FakeMessages.Message batch = new FakeMessages.Message();
    batch.batch = Arrays.asList(message, message, message);
    worked(batch);
    assertThat(hold()).isBetween(2_000_000_000L, 3_000_000_000L);
    assertThat(telemetry.decisions()).contains("g rate_limit reject 1");
  }

  @Test
  void aRuleInDryRunHoldsNothingBack() throws Throwable {
    telemetry.guard("g", "match", "server:kafka", "rate-limit.rate", "1/h", "mode", "dry-run");
    telemetry.engine();
    worked(message);
    assertThat(hold()).isZero();
    assertThat(telemetry.decisions()).contains("g rate_limit would_reject 1");
  }

  @Test
  void noMoreMessagesComeWhereWorkOnThemFails() {
    telemetry.guard(
        "g",
        "match",
        "server:messaging",
        "circuit-breaker.window",
        "2 calls",
        "circuit-breaker.minimum-calls",
        "2");
    telemetry.engine();
    failure(() -> rethrown(process(), new IllegalStateException("no")));
    assertThat(hold()).isZero();
    failure(() -> rethrown(process(), new IllegalStateException("no")));
    assertThat(hold()).isPositive();
  }

  @Test
  void messagesCanBeSwitchedOff() {
    telemetry.guard("g", "match", "server:kafka", "degrade.when", "always");
    telemetry.engine();
    assertThat(hold()).isPositive();
  }

  @Test
  void noMoreAreHandedOutThanMayBeWorkedOnAtOnce() throws Throwable {
    telemetry.guard("g", "match", "server:kafka", "bulkhead.max-concurrent", "1");
    telemetry.engine();
    long[] inside = new long[1];
    run(process(), message, () -> inside[0] = hold());
    assertThat(inside[0]).isPositive();
    assertThat(hold()).isZero();
  }

  @Test
  void aThreadOfTheLibrarysIsHeldUpUntilAMessageMayCome() throws Throwable {
    telemetry.guard(
        "g", "match", "server:kafka", "rate-limit.rate", "10/s", "rate-limit.burst", "1");
    telemetry.engine();
    message.held = true;
    worked(message);
    long begun = System.nanoTime();
    worked(message);
    assertThat(System.nanoTime() - begun).isGreaterThan(50_000_000L);
    // The wait is no part of the work.
    assertThat(telemetry.ended().get(1).getEndEpochNanos())
        .isLessThan(telemetry.ended().get(1).getStartEpochNanos() + (System.nanoTime() - begun));
  }

  @Test
  void workInsideOtherWorkIsNotHeldUpByIt() throws Throwable {
    telemetry.guard("g", "match", "server:kafka", "bulkhead.max-concurrent", "1");
    telemetry.engine();
    FakeMessages.Message wrapper = new FakeMessages.Message();
    message.held = true;
    wrapper.held = true;
    long begun = System.nanoTime();
    run(process(), message, () -> run(wrapper));
    // Else it waits for itself, for half a minute.
    assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
    assertThat(telemetry.ended()).hasSize(2);
    assertThat(hold()).isZero();
  }

  private Object run(FakeMessages.Message inside) {
    try {
      return run(process(), inside, () -> "done");
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Throwable {
    telemetry.guard("g", "match", "server:kafka", "degrade.when", "always");
    telemetry.engine();
    message.held = true;
    Thread.currentThread().interrupt();
    worked(message);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void workThatIsEndedAfterWhatHasEnclosedItBringsNothingBack() {
    telemetry.engine();
    Object around = Messages.process(new FakeMessages("process"), message);
    Object inside = Messages.process(new FakeMessages("process"), new FakeMessages.Message());
    Messages.processed(around, null);
    assertRoot();
    Messages.processed(inside, null);
    assertRoot();
    assertThat(telemetry.ended()).hasSize(2);
  }

  @Test
  void messagesThatCameTogetherFromSeveralPlacesAreCountedByThose() throws Throwable {
    FakeMessages.Message bill = new FakeMessages.Message().topic("bills");
    bill.published = System.currentTimeMillis();
    FakeMessages.Message both = new FakeMessages.Message().topic(null);
    both.batch = Arrays.asList(message, bill);
    run(receive(), null, () -> both);
    assertThat(telemetry.metrics.collectAllMetrics())
        .filteredOn(data -> data.getName().equals("messaging.client.consumed.messages"))
        .flatExtracting(data -> data.getLongSumData().getPoints())
        .extracting(point -> map(point.getAttributes()).get("messaging.destination.name"))
        .containsExactlyInAnyOrder("orders", "bills");
    run(process(), both, () -> "done");
    assertThat(map(telemetry.point("outrider.messaging.message.age").getAttributes()))
        .containsEntry("messaging.destination.name", "bills");
  }

  @Test
  void howFarConsumersAreBehindIsAskedOfThoseWhoKnow() {
    telemetry.engine();
    MessageEndpoint orders = MessageEndpoint.of("kafka", null, 0, "orders", "g", false);
    LagSource source = readings -> readings.lag(orders, "3", 17);
    Messages.watch(source);
    sent();
    assertThat(telemetry.metrics.collectAllMetrics())
        .filteredOn(data -> data.getName().equals("outrider.messaging.consumer.lag"))
        .flatExtracting(data -> data.getLongGaugeData().getPoints())
        .satisfiesExactly(
            point -> {
              assertThat(point.getValue()).isEqualTo(17);
              assertThat(map(point.getAttributes()))
                  .containsOnly(
                      entry("messaging.system", "kafka"),
                      entry("messaging.destination.name", "orders"),
                      entry("messaging.destination.partition.id", "3"),
                      entry("messaging.consumer.group.name", "g"));
            });
    assertThat(source).isNotNull();
  }

  @Test
  void aClientsTimeLimitIsThatOfTheRulesForAllThatItSends() {
    MessageEndpoint broker =
        MessageEndpoint.of("kafka", "broker", FakeMessages.port, null, null, false);
    telemetry
        .guards("all", "match", "client:kafka", "timeout.request", "2s")
        .guards("one", "match", "client:kafka,topic:orders", "timeout.request", "1s")
        .engine();
    assertThat(Messages.sendNanos(broker)).isEqualTo(2_000_000_000L);
  }

  @Test
  void aTimeLimitInDryRunIsNone() {
    MessageEndpoint broker =
        MessageEndpoint.of("kafka", "broker", FakeMessages.port, null, null, false);
    telemetry
        .guard("all", "match", "client:kafka", "timeout.request", "2s", "mode", "dry-run")
        .engine();
    assertThat(Messages.sendNanos(broker)).isZero();
  }

  @Test
  void messagesCarryNothingWhereThatIsSwitchedOff() {
    telemetry.settings.messagePropagation = false;
    sent();
    assertThat(message.headers).isEmpty();
    assertThat(telemetry.only().getName()).isEqualTo("send orders");
  }
}
