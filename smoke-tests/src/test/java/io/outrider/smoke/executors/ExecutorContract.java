// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.harness.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task runs in the context of whoever handed it over, and the executor notices nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExecutorContract {
  private static final AtomicInteger IDS = new AtomicInteger(1_000_000);

  @Parameter int version;
  private OtlpSink sink;
  private TestServer server;
  private DriverProcess child;

  @BeforeParameterizedClassInvocation
  void start() {
    Jdk jdk = Jdk.require(version);
    sink = new OtlpSink();
    server = new TestServer();
    child = AgentProcess.with(jdk).exportingTo(sink).drive("ExecutorDriver");
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (child != null) {
      child.close();
      server.close();
      sink.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "execute",
        "executeLambda",
        "submitRunnable",
        "submitCallable",
        "submitFutureTask",
        "invokeAll",
        "invokeAny",
        "schedule",
        "scheduleCallable",
        "scheduledExecute",
        "forkJoinExecute",
        "forkJoinSubmit",
        "forkJoinTask",
        "forkJoinInvoke",
        "commonPool",
        "runAsync",
        "supplyAsyncOnPool",
        "thenApplyAsync",
        "parallelStream",
        "virtualThread",
        "virtualExecutor",
        "wrappedExecutor"
      })
  void aTaskRunsInTheContextOfItsSubmission(String action) {
    assumeTrue(version >= 21 || !action.startsWith("virtual"), "no virtual threads before 21");
    Parent parent = Parent.sampledOne();
    String path = path();
    assertThat(child.performIn(parent, order(action, path)).get("done")).isEqualTo("true");
    assertThat(server.awaitRequest(path).header("traceparent")).contains(parent.traceId());
    List<SpanView> trace = sink.awaitTrace(parent.traceId(), 2);
    SpanView around = trace.stream().filter(SpanView::server).findFirst().orElseThrow();
    SpanView call = trace.stream().filter(SpanView::client).findFirst().orElseThrow();
    assertThat(call.parentSpanId()).isEqualTo(around.spanId());

    // The same thread afterwards, with no context to hand over.
    String later = path();
    assertThat(child.perform(order(action, later)).get("done")).isEqualTo("true");
    SpanView root =
        sink.awaitSpan(s -> s.client() && String.valueOf(s.attribute("url.full")).endsWith(later));
    assertThat(root.parentSpanId()).isEmpty();
    assertThat(root.traceId()).isNotEqualTo(parent.traceId());
  }

  @Test
  void tasksThatAreComparedAreTheApplicationsOwn() {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, order("priorityQueue", path()));
    assertThat(answer.get("thrown")).as(answer.toString()).isNull();
    assertThat(answer.get("done")).isEqualTo("true");
  }

  @Test
  void aWaitingTaskCanBeRemoved() {
    Order answer = child.performIn(Parent.sampledOne(), order("remove", path()));
    assertThat(answer.values()).containsEntry("removed", "true").containsEntry("left", "0");
  }

  @Test
  void theRejectionHandlerGetsTheApplicationsTask() {
    Order answer = child.performIn(Parent.sampledOne(), order("reject", path()));
    assertThat(answer.values()).containsEntry("same", "true").containsEntry("message", "full");
  }

  @Test
  void theHooksGetTheApplicationsTask() {
    Order answer = child.performIn(Parent.sampledOne(), order("hooks", path()));
    assertThat(answer.values()).containsEntry("before", "true").containsEntry("after", "true");
  }

  @Test
  void aScheduledTaskCanBeCancelled() {
    Order answer = child.performIn(Parent.sampledOne(), order("cancelScheduled", path()));
    assertThat(answer.values()).containsEntry("cancelled", "true");
  }

  @Test
  void manySubmissionsAtOnceKeepTheirContexts() throws Exception {
    ExecutorService jobs = Executors.newFixedThreadPool(4);
    List<Future<Void>> done = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String action = List.of("execute", "forkJoinExecute", "runAsync").get(i % 3);
      done.add(
          jobs.submit(
              () -> {
                Parent parent = Parent.sampledOne();
                String path = path();
                child.performIn(parent, order(action, path));
                assertThat(server.awaitRequest(path).header("traceparent"))
                    .contains(parent.traceId());
                return null;
              }));
    }
    for (Future<Void> each : done) {
      each.get();
    }
    jobs.shutdown();
  }

  private Order order(String action, String path) {
    return new Order()
        .with("driver", "executors")
        .with("action", action)
        .with("url", server.url() + path);
  }

  private static String path() {
    return "/success?id=" + IDS.incrementAndGet();
  }
}
