// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connection pools measured as the semantic conventions want them. */
@ParameterizedClass(name = "{0} on {1}")
@MethodSource("variants")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConnectionPoolIT {
  private static final String PREFIX = "db.client.connection.";
  private static final String NAME = "db.client.connection.pool.name";
  private static final String STATE = "db.client.connection.state";

  @Parameter(0)
  private String library;

  @Parameter(1)
  private int jdk;

  private OtlpSink sink;
  private DriverProcess child;

  static Stream<Arguments> variants() {
    return Stream.of(
        Arguments.of("hikaricp-2.7.0", 8),
        Arguments.of("hikaricp-2.7", 17),
        Arguments.of("hikaricp-4", 8),
        Arguments.of("hikaricp-4", 25),
        Arguments.of("hikaricp-new", 17),
        Arguments.of("hikaricp-new", 25),
        Arguments.of("dbcp2-2.0", 8),
        Arguments.of("dbcp2-2.0", 25),
        Arguments.of("dbcp2-new", 8),
        Arguments.of("dbcp2-new", 17),
        Arguments.of("dbcp2-new", 25),
        Arguments.of("tomcat-jdbc-8.5", 8),
        Arguments.of("tomcat-jdbc-8.5", 17),
        Arguments.of("tomcat-jdbc-new", 17),
        Arguments.of("tomcat-jdbc-new", 25));
  }

  private boolean hikari() {
    return library.startsWith("hikaricp");
  }

  private Order order(String action, String name) {
    return new Order()
        .with("driver", "pool")
        .with("action", action)
        .with("pool", library.substring(0, library.lastIndexOf('-')))
        .with("poolName", jmxName(name))
        .with("poolSize", 3)
        .with("driverClass", "org.h2.Driver")
        .with("url", "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
  }

  /** DBCP has no other name. */
  private String jmxName(String name) {
    return library.startsWith("dbcp2") ? "org.example:type=pool,name=" + name : name;
  }

  private void performed(Order order) {
    Order answer = child.perform(order);
    assertThat(answer.get("thrown")).as(answer.toString()).isNull();
  }

  @BeforeParameterizedClassInvocation
  void start() {
    sink = new OtlpSink();
    Jdk java = Jdk.require(jdk);
    child =
        AgentProcess.with(java)
            .exportingTo(sink)
            .classPath(
                Libraries.join(
                    Libraries.drivers(java),
                    Libraries.of(jdk == 8 ? "h2-1.4" : "h2-2"),
                    Libraries.of(library)))
            .drive("PoolDriver");
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (child != null) {
      child.close();
      sink.close();
    }
  }

  private MetricView await(String metric, String pool, double value) {
    return sink.awaitMetric(
        PREFIX + metric, found -> pool.equals(found.attribute(NAME)) && found.value() == value);
  }

  private MetricView awaitState(String pool, String state, double value) {
    return sink.awaitMetric(
        PREFIX + "count",
        found ->
            pool.equals(found.attribute(NAME))
                && state.equals(found.attribute(STATE))
                && found.value() == value);
  }

  private MetricView awaitTimes(String metric, String pool, long count) {
    return sink.awaitMetric(
        PREFIX + metric, found -> pool.equals(found.attribute(NAME)) && found.count() >= count);
  }

  @Test
  void connectionsAreCountedByWhatTheyAreDoing() {
    performed(order("take", "counted"));
    performed(order("take", "counted"));
    MetricView used = awaitState("counted", "used", 2);
    assertThat(used.unit()).isEqualTo("{connection}");
    assertThat(used.type()).isEqualTo("SUM");
    assertThat(used.attributes()).containsOnlyKeys(NAME, STATE);

    performed(order("give", "counted"));
    awaitState("counted", "used", 1);
    // HikariCP fills itself up.
    awaitState("counted", "idle", hikari() ? 2 : 1);
    performed(order("give", "counted"));
    awaitState("counted", "used", 0);
  }

  @Test
  void limitsAreWhatThePoolWasTold() {
    performed(order("take", "limits"));
    performed(order("give", "limits"));
    awaitState("limits", "used", 0);
    if (library.equals("hikaricp-2.7.0")) {
      assertThat(sink.metrics()).extracting(MetricView::name).doesNotContain(PREFIX + "max");
      return;
    }
    assertThat(await("max", "limits", 3).attributes()).containsOnlyKeys(NAME);
    if (hikari()) {
      await("idle.min", "limits", 3);
    } else {
      sink.awaitMetric(PREFIX + "idle.min", m -> "limits".equals(m.attribute(NAME)));
      sink.awaitMetric(PREFIX + "idle.max", m -> "limits".equals(m.attribute(NAME)));
    }
  }

  @Test
  void whoWaitsIsCountedAndWhoWaitsInVainToo() {
    // From the start: HikariCP looks at it every half minute.
    Order take = order("take", "busy").with("wait", 1500);
    for (int i = 0; i < 3; i++) {
      performed(take);
    }
    assertThat(child.perform(take).get("thrown")).isNotNull();
    assertThat(await("timeouts", "busy", 1).unit()).isEqualTo("{timeout}");
    // DBCP before it showed its pool cannot be asked.
    if (!library.equals("dbcp2-2.0")) {
      assertThat(await("pending_requests", "busy", 1).unit()).isEqualTo("{request}");
      await("pending_requests", "busy", 0);
    }
  }

  @Test
  void timesAreMeasuredWhereThePoolTells() {
    for (int i = 0; i < 3; i++) {
      performed(order("take", "timed"));
      performed(order("give", "timed"));
    }
    MetricView waited = awaitTimes("wait_time", "timed", 2);
    assertThat(waited.unit()).isEqualTo("s");
    assertThat(waited.value()).isBetween(0.0, 10.0);
    assertThat(waited.bounds()).startsWith(0.001).endsWith(10.0);
    assertThat(waited.attributes()).containsOnlyKeys(NAME);
    if (hikari()) {
      awaitTimes("use_time", "timed", 3);
      awaitTimes("create_time", "timed", 1);
    }
  }

  @Test
  void equalNamesAreToldApart() {
    for (String database : List.of("one", "two")) {
      performed(order("take", "twin").with("url", "jdbc:h2:mem:" + database));
    }
    Stream.of("twin", "twin-2").forEach(name -> awaitState(name, "used", 1));
  }

  @Test
  void aPoolThatWasClosedIsNoLongerReported() {
    performed(order("take", "ended"));
    performed(order("give", "ended"));
    awaitState("ended", "used", 0);
    performed(order("close", "ended"));
    performed(order("take", "later"));
    awaitState("later", "used", 1);
    int before = sink.metrics().size();
    sink.awaitMetric(PREFIX + "count", m -> sink.metrics().size() > before + 200);
    assertThat(sink.metrics().subList(before + 100, sink.metrics().size()))
        .filteredOn(metric -> metric.name().equals(PREFIX + "count"))
        .isNotEmpty()
        .noneMatch(metric -> "ended".equals(metric.attribute(NAME)));
  }

  @Test
  void measurementsOfTheApplicationsOwnGoOn() {
    Assumptions.assumeTrue(hikari(), "another pool");
    performed(order("track", "tracked"));
    performed(order("take", "tracked"));
    performed(order("give", "tracked"));
    awaitTimes("use_time", "tracked", 1);
    assertThat(child.perform(order("tracked", "tracked")).values())
        .containsEntry("create", "1")
        .containsEntry("recordConnectionAcquiredNanos", "1")
        .containsEntry("recordConnectionUsageMillis", "1");
    performed(order("close", "tracked"));
    assertThat(child.perform(order("tracked", "tracked")).values()).containsEntry("close", "1");
  }
}
