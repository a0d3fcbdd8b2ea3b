// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.harness.TestServer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * The children, and how they are asked. A driver of messages knows these orders, all of them with a
 * {@code destination} that it makes when it is not there:
 *
 * <ul>
 *   <li>{@code send}: sends {@code body} (none: a message without) with each {@code header.NAME},
 *       and waits until the broker has it or the library says that it has not; {@code times} it so
 *       often. With {@code callback=true} the callback calls {@code url}. Answers {@code sent},
 *       {@code callbacks} (how often one was called) and, of its error, {@code callback} (class
 *       names); or what was thrown, the cause where the library wraps it.
 *   <li>{@code sendWrong}: sends what the library cannot.
 *   <li>{@code transaction}: sends the {@code bodies}, with semicolons between, in one, and ends
 *       it, by {@code rollback=true} or not. Answers {@code done}.
 *   <li>{@code consume}: works on messages from the beginning until it has had {@code count}, and
 *       for each calls {@code url}, to which it adds {@code &body=} and the body; with {@code fail}
 *       it then throws for the message with that body, the first time. With {@code batch=true} it
 *       takes what comes at once, and calls once for all. When it is done it calls {@code after},
 *       on the thread that has worked. Answers {@code bodies}, with semicolons between ({@code
 *       null} for none), and {@code header.NAME} of the last one.
 * </ul>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MessagingContract {
  private static final AtomicInteger IDS = new AtomicInteger();

  @Parameter MessagingVariant variant;
  OtlpSink sink;
  TestServer server;
  DriverProcess child;
  private DriverProcess bare;

  @BeforeParameterizedClassInvocation
  void start() {
    variant.java();
    variant.broker().get();
    sink = new OtlpSink();
    server = new TestServer();
    AgentProcess.Builder builder =
        AgentProcess.with(variant.java())
            .exportingTo(sink)
            .property("otel.service.name", "messaging-contract")
            .classPath(variant.classPath());
    rules(builder);
    child = builder.drive(variant.driverClass());
  }

  /** Adds to how the child is started. */
  void rules(AgentProcess.Builder builder) {}

  @AfterParameterizedClassInvocation
  void stop() {
    for (AutoCloseable each : new AutoCloseable[] {bare, child, server, sink}) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    bare = null;
  }

  /** The same application without the agent. */
  DriverProcess bare() {
    if (bare == null) {
      bare =
          AgentProcess.with(variant.java())
              .withoutAgent()
              .classPath(variant.classPath())
              .drive(variant.driverClass());
    }
    return bare;
  }

  /** A destination that nobody else uses. */
  static String destination(String beginning) {
    return beginning + '-' + ProcessHandle.current().pid() + '-' + next();
  }

  static int next() {
    return IDS.incrementAndGet();
  }

  Order send(String destination, String body) {
    return variant.order("send", destination).with("body", body);
  }

  Order consume(String destination, int count) {
    return variant.order("consume", destination).with("count", count);
  }

  static void assertSent(Order answer) {
    assertThat(answer.get("sent")).as(answer.toString()).isEqualTo("true");
  }

  static List<String> bodies(Order answer) {
    assertThat(answer.get("bodies")).as(answer.toString()).isNotNull();
    return answer.get("bodies").isEmpty()
        ? List.of()
        : Arrays.asList(answer.get("bodies").split(";"));
  }

  SpanView sendSpan(String destination) {
    return sink.awaitSpan(s -> s.producer() && isAt(s, destination));
  }

  List<SpanView> sendSpans(String destination, int atLeast) {
    return sink.awaitSpans(atLeast, s -> s.producer() && isAt(s, destination));
  }

  List<SpanView> processSpans(String destination, int atLeast) {
    return sink.awaitSpans(atLeast, s -> s.consumer() && isAt(s, destination));
  }

  static boolean isAt(SpanView span, String destination) {
    return destination.equals(span.attribute("messaging.destination.name"));
  }

  /** The span of a call that the application made, by what its URL contains. */
  SpanView callSpan(String inUrl) {
    return sink.awaitSpan(
        s -> s.client() && String.valueOf(s.attribute("url.full")).contains(inUrl));
  }

  SpanView serverSpan(Parent parent) {
    return sink.awaitSpan(s -> s.server() && s.traceId().equals(parent.traceId()));
  }

  /** Where the application may call, so that it shows in whose context it did. */
  String downstream() {
    return server.url() + "/success?id=" + next() + "-";
  }
}
