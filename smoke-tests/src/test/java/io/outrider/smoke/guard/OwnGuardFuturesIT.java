// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.TestServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Futures of java.net.http that Resilience4j guards, while our breaker is open. */
@ParameterizedClass(name = "{0} on {1}")
@MethodSource("libraries")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnGuardFuturesIT {
  @Parameter(0)
  private String library;

  @Parameter(1)
  private int version;

  private OtlpSink sink;
  private TestServer server;
  private DriverProcess child;

  static Stream<Arguments> libraries() {
    return Stream.of(
        Arguments.of("resilience4j-1.7", 11),
        Arguments.of("resilience4j-new", 17),
        Arguments.of("resilience4j-new", 25));
  }

  @BeforeParameterizedClassInvocation
  void start() {
    Jdk jdk = Jdk.require(version);
    sink = new OtlpSink();
    server = new TestServer();
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    OwnGuardsIT.rule(builder, "web", "client:http,host:localhost,port:" + server.port());
    child =
        builder
            .classPath(
                Libraries.join(
                    Libraries.drivers(jdk),
                    List.of(Libraries.target("drivers-guards11")),
                    Libraries.of(library)))
            .drive("Resilience4jFutureDriver");
    for (int i = 0; i < 4; i++) {
      child.perform(order("none", "/error"));
    }
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (child != null) {
      child.close();
      server.close();
      sink.close();
    }
  }

  @Test
  void aGuardedFutureIsNotRefusedAndLeavesNothingBehind() {
    assertThat(child.perform(order("guarded", "/success")).get("status")).isEqualTo("200");
    assertRefused(child.perform(order("none", "/success")));
    Parent parent = Parent.sampledOne();
    assertThat(child.performIn(parent, order("guarded", "/success")).get("status"))
        .isEqualTo("200");
    assertRefused(child.performIn(Parent.sampledOne(), order("none", "/success")));
  }

  @Test
  void aThreadIsGuardedAgainBeforeAndAfterTheFutureEndsElsewhere() {
    Order outcomes = child.perform(order("meanwhile", "/success"));
    assertThat(outcomes.get("before")).contains("HttpCallRefusal");
    assertThat(outcomes.get("after")).contains("HttpCallRefusal");
  }

  @Test
  void whatFollowsAGuardedFutureIsNotGuardedByIt() {
    // Outside a request there is no context that could tell the two from each other.
    assertRefused(child.performIn(Parent.sampledOne(), order("continued", "/success")));
  }

  @Test
  void whatAGuardedFutureIsMadeOfIs() {
    assertThat(child.perform(order("continuedInside", "/success")).get("status")).isEqualTo("200");
  }

  private static void assertRefused(Order answer) {
    assertThat(answer.get("types"))
        .as(answer.toString())
        .contains("io.outrider.agent.guard.GuardRejection");
  }

  private Order order(String how, String path) {
    return new Order().with("driver", "futures").with("how", how).with("url", server.url() + path);
  }
}
