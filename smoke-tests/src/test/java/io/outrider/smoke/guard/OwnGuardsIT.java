// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that the application itself makes inside a guard of its own, while our breaker is open. */
@ParameterizedClass(name = "{1}, {3}, on {2}")
@MethodSource("libraries")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnGuardsIT {
  private final AtomicInteger accepted = new AtomicInteger();

  @Parameter(0)
  private String driver;

  @Parameter(1)
  private String library;

  @Parameter(2)
  private int version;

  @Parameter(3)
  private String mode;

  private OtlpSink sink;
  private TestServer server;
  private ServerSocket database;
  private DriverProcess child;

  static Stream<Arguments> libraries() {
    return Stream.of(
        Arguments.of("Resilience4jDriver", "resilience4j-1.7", 8, "observe"),
        Arguments.of("Resilience4jDriver", "resilience4j-new", 25, "observe"),
        Arguments.of("Resilience4jDriver", "resilience4j-new", 17, "enforce"),
        Arguments.of("SentinelDriver", "sentinel-1.8.0", 8, "observe"),
        Arguments.of("SentinelDriver", "sentinel-new", 25, "observe"),
        Arguments.of("SentinelDriver", "sentinel-new", 17, "enforce"),
        Arguments.of("HystrixDriver", "hystrix-1.5.0", 8, "observe"),
        Arguments.of("HystrixDriver", "hystrix-new", 25, "observe"),
        Arguments.of("HystrixDriver", "hystrix-new", 17, "enforce"));
  }

  /** Ways to make a call that are guarded by the library, whatever it is. */
  private List<String> inside() {
    return switch (driver) {
      case "Resilience4jDriver" ->
          List.of(
              "breaker",
              "decorated",
              "checked",
              "bulkhead",
              "pool",
              "limiter",
              "retry",
              "timeLimiter",
              "handedOn");
      case "SentinelDriver" -> List.of("flow", "degrade", "nested");
      default -> List.of("thread", "semaphore", "constructed", "subscribed");
    };
  }

  /** Ways that look like it, and are not. */
  private List<String> outside() {
    return switch (driver) {
      case "Resilience4jDriver" -> List.of("none", "disabled", "measuring");
      case "SentinelDriver" -> List.of("none", "unruled", "incoming", "leftElsewhere");
      default -> List.of("none");
    };
  }

  @BeforeParameterizedClassInvocation
  void start() throws IOException {
    Jdk jdk = Jdk.require(version);
    sink = new OtlpSink();
    server = new TestServer();
    database = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread hangingUp = new Thread(this::hangUp, "broken database");
    hangingUp.setDaemon(true);
    hangingUp.start();
    AgentProcess.Builder builder =
        AgentProcess.with(jdk)
            .exportingTo(sink)
            .property("outrider.own-guards", mode)
            .property("outrider.log.level", "info")
            // Sentinel would write its logs below the home directory.
            .property("csp.sentinel.log.dir", Libraries.target("sentinel-logs"));
    rule(builder, "web", "client:http,host:localhost,port:" + server.port());
    rule(builder, "db", "client:jdbc,port:" + database.getLocalPort());
    child =
        builder
            .classPath(
                Libraries.join(
                    Libraries.drivers(jdk),
                    List.of(Libraries.target("drivers-guards")),
                    Libraries.of(library),
                    Libraries.of("postgresql-new")))
            .drive(driver);
    for (int i = 0; i < 4; i++) {
      child.perform(web("none", "/error"));
      child.perform(database("none"));
    }
  }

  static void rule(AgentProcess.Builder builder, String name, String match) {
    builder.property("outrider.rules." + name + ".match", match);
    builder.property("outrider.rules." + name + ".circuit-breaker.window", "4 calls");
    builder.property("outrider.rules." + name + ".circuit-breaker.minimum-calls", 4);
    builder.property("outrider.rules." + name + ".circuit-breaker.wait-open", "10m");
  }

  @AfterParameterizedClassInvocation
  void stop() throws IOException {
    if (child != null) {
      child.close();
      server.close();
      database.close();
      sink.close();
    }
  }

  @Test
  void insideOurBreakerOnlyCountsUnlessItIsToEnforce() {
    for (String how : inside()) {
      Order answer = child.perform(web(how, "/success"));
      Order database = child.perform(database(how));
      if (mode.equals("observe")) {
        assertThat(answer.get("status")).as(how + ": " + answer).isEqualTo("200");
        assertThat(database.get("thrown")).as(how).contains("PSQLException");
      } else {
        assertRefused(how, answer);
        assertRefused(how, database);
      }
      // The same thread as that of the guarded call, unless that had one of its own.
      assertRefused("after " + how, child.perform(web("none", "/success")));
      assertRefused("after " + how, child.perform(database("none")));
    }
    for (String rule : List.of("web", "db")) {
      MetricView decisions =
          sink.awaitMetric(
              "outrider.guard.decisions",
              m ->
                  rule.equals(m.attribute("outrider.guard.rule"))
                      && (mode.equals("observe") ? "would_reject" : "reject")
                          .equals(m.attribute("outrider.guard.outcome")));
      assertThat(decisions.value()).isGreaterThanOrEqualTo(1);
    }
  }

  @Test
  void insideARequestTheSameHolds() {
    for (String how : inside()) {
      Order answer = child.performIn(Parent.sampledOne(), web(how, "/success"));
      if (mode.equals("observe")) {
        assertThat(answer.get("status")).as(how + ": " + answer).isEqualTo("200");
      } else {
        assertRefused(how, answer);
      }
      Parent next = Parent.sampledOne();
      assertRefused("after " + how, child.performIn(next, web("none", "/success")));
    }
  }

  @Test
  void outsideOurBreakerRefuses() {
    for (String how : outside()) {
      assertRefused(how, child.perform(web(how, "/success")));
      int before = accepted.get();
      assertRefused(how, child.perform(database(how)));
      assertThat(accepted.get()).isEqualTo(before);
    }
  }

  @Test
  void theLogSaysSoOnceAndHowToChangeIt() {
    child.perform(web(inside().get(0), "/success"));
    child.perform(web(inside().get(0), "/success"));
    assertThat(child.process().stderr())
        .filteredOn(line -> line.contains("outrider.own-guards=enforce"))
        .hasSize(mode.equals("observe") ? 1 : 0);
  }

  private static void assertRefused(String how, Order answer) {
    assertThat(answer.get("types"))
        .as(how + ": " + answer)
        .contains("io.outrider.agent.guard.GuardRejection");
  }

  private Order web(String how, String path) {
    return order(how, "HttpURLConnection").with("url", server.url() + path);
  }

  private Order database(String how) {
    return order(how, "jdbc")
        .with("action", "connect")
        .with(
            "url",
            "jdbc:postgresql://127.0.0.1:" + database.getLocalPort() + "/test?sslmode=disable")
        .with("user", "test")
        .with("password", "test");
  }

  private Order order(String how, String inner) {
    return new Order()
        .with("driver", library.substring(0, library.indexOf('-')))
        .with("inner", inner)
        .with("how", how);
  }

  private void hangUp() {
    while (!database.isClosed()) {
      try {
        database.accept().close();
        accepted.incrementAndGet();
      } catch (IOException e) {
        if (!database.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
