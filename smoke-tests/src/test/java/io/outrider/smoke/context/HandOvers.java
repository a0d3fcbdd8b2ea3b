// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.harness.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A child that hands calls over, and what can be said of where they belong. */
final class HandOvers implements AutoCloseable {
  private static final AtomicInteger IDS = new AtomicInteger(3_000_000);

  final OtlpSink sink = new OtlpSink();
  final DriverProcess child;
  private final TestServer server = new TestServer();
  private final String driver;

  /**
   * @param libraries folders of libraries.xml
   */
  HandOvers(int version, String driver, String driverClass, String... libraries) {
    this(new String[0], version, driver, driverClass, libraries);
  }

  private HandOvers(
      String[] options, int version, String driver, String driverClass, String... libraries) {
    Jdk jdk = Jdk.require(version);
    List<Path> classPath = new ArrayList<>(Libraries.drivers(jdk));
    classPath.add(Libraries.target("drivers-context"));
    for (String library : libraries) {
      classPath.addAll(Libraries.of(library));
    }
    this.driver = driver;
    child =
        AgentProcess.with(jdk)
            .exportingTo(sink)
            .option(options)
            .classPath(classPath)
            .drive(driverClass);
  }

  /** A child with options of the JVM's. */
  static HandOvers with(String[] options, int version, String driver, String driverClass) {
    return new HandOvers(options, version, driver, driverClass);
  }

  /** The call is made in the context of the hand-over; the same threads then have none. */
  void assertCarried(String action) {
    Parent parent = Parent.sampledOne();
    String path = path();
    perform(parent, action, path);
    assertMadeIn(parent, action, path);
    assertNothingLeft(action);
  }

  /** The call is made in the context of the first order, though the second one's sets it off. */
  void assertCarriedPast(String action) {
    Parent first = Parent.sampledOne();
    String path = path();
    perform(first, action, path);
    perform(Parent.sampledOne(), "setOff", path);
    assertMadeIn(first, action, path);

    Parent again = Parent.sampledOne();
    String later = path();
    perform(again, action, later);
    perform(null, "setOff", later);
    assertMadeIn(again, action, later);
  }

  /** The call belongs to no trace but one of its own. */
  void assertNotCarried(String action) {
    String path = path();
    perform(Parent.sampledOne(), action, path);
    assertThat(call(path).parentSpanId()).as(action).isEmpty();
  }

  void assertNothingLeft(String action) {
    String path = path();
    perform(null, action, path);
    assertThat(call(path).parentSpanId()).as(action + " afterwards").isEmpty();
  }

  /** Performs an order; null: in no trace. */
  void perform(Parent parent, String action, String path) {
    Order order =
        new Order().with("driver", driver).with("action", action).with("url", server.url() + path);
    Order answer = parent == null ? child.perform(order) : child.performIn(parent, order);
    assertThat(answer.get("done")).as(action + ": " + answer).isEqualTo("true");
  }

  private void assertMadeIn(Parent parent, String action, String path) {
    assertThat(server.awaitRequest(path).header("traceparent"))
        .as(action)
        .contains(parent.traceId());
    SpanView around =
        sink.awaitSpan(span -> span.server() && span.parentSpanId().equals(parent.spanId()));
    assertThat(call(path).parentSpanId()).as(action).isEqualTo(around.spanId());
  }

  /** The span of the call. */
  SpanView call(String path) {
    return sink.awaitSpan(
        span -> span.client() && String.valueOf(span.attribute("url.full")).endsWith(path));
  }

  static String path() {
    return "/success?id=" + IDS.incrementAndGet();
  }

  @Override
  public void close() {
    child.close();
    server.close();
    sink.close();
  }
}
