// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.shape.Around;
import io.outrider.exporter.Spans;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * What a warm call allocates, within wide bounds: it is for JMH to measure, here a slip is to be
 * caught. A recorded span of the SDK with its attributes is 920 B.
 */
class AllocationTest {
  private static final int CALLS = 20_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static Engine engine(Sampler sampler) {
    return engine(sampler, GuardRules.NONE);
  }

  private static Engine engine(Sampler sampler, GuardRules rules) {
    Instruments instruments =
        new Instruments(
            Spans.tracer("test", sampler, new Discarding()),
            SdkMeterProvider.builder()
                .registerMetricReader(InMemoryMetricReader.create())
                .build()
                .get("test"));
    EngineSettings settings = new Telemetry().settings;
    settings.guards = rules;
    return new Engine(settings, () -> instruments);
  }

  private long bytesPerCall(Around site, Object self, Object argument) {
    Object returned = new FakeClient.Response(200);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 6; round++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < CALLS; i++) {
        site.exit(site.enter(self, argument, null, null), returned, null);
      }
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      best = Math.min(best, (after - before) / CALLS);
    }
    return best;
  }

  @Test
  void anExecutionThatIsNotRecordedCostsLittle() {
    DbCall site = new DbCall(engine(Sampler.alwaysOff()), new FakeDatabase(), new Life("fake"));
    assertThat(bytesPerCall(site, new FakeDatabase.Statement(), null)).isLessThan(1500);
  }

  @Test
  void anExecutionThatIsRecordedCostsASpanAndLittleElse() {
    DbCall site = new DbCall(engine(Sampler.alwaysOn()), new FakeDatabase(), new Life("fake"));
    assertThat(bytesPerCall(site, new FakeDatabase.Statement(), null)).isLessThan(2500);
  }

  @Test
  void theAgentsOwnRuleAllocatesNothingMore() {
    for (GuardRules rules : new GuardRules[] {GuardRules.NONE, GuardRules.builtIn()}) {
      // Both warm up the same code before they are compared.
      call(rules);
      execution(rules);
    }
    assertThat(call(GuardRules.builtIn())).isLessThanOrEqualTo(call(GuardRules.NONE) + 8);
    assertThat(execution(GuardRules.builtIn())).isLessThanOrEqualTo(execution(GuardRules.NONE) + 8);
  }

  private long call(GuardRules rules) {
    Engine engine = engine(Sampler.alwaysOff(), rules);
    ClientCall site = new ClientCall(engine, new FreeClient(), 0, new Life("fake"));
    return bytesPerCall(site, null, "request");
  }

  private long execution(GuardRules rules) {
    Engine engine = engine(Sampler.alwaysOff(), rules);
    DbCall site = new DbCall(engine, new FakeDatabase(), new Life("fake"));
    return bytesPerCall(site, new FakeDatabase.Statement(), null);
  }

  @Test
  void whatIsLookedUpOnTheSteadyPathAllocatesNothing() {
    Engine engine = engine(Sampler.alwaysOff());
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 6; round++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < CALLS; i++) {
        Peer peer = engine.peers.get("http", "shop", -1);
        peer.part(Semantics.HTTP_ROUTE, "/orders/{id}").series("GET", 200, null, "1.1");
        engine.methods.normalised("GET");
        engine.urls.full("http://shop/orders/7?a=1&b=2");
        engine.propagation.to("shop");
      }
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      best = Math.min(best, (after - before) / CALLS);
    }
    assertThat(best).isLessThan(8);
  }

  @Test
  void aConnectionWithoutGuardAndSpanCostsLittle() {
    DbConnect site =
        new DbConnect(engine(Sampler.alwaysOn()), new FakeDatabase.Source(), new Life("fake"));
    // FakeDatabase builds a text each time it is told of a connection.
    Object[] entered = site.enter("pool", "url", null, null);
    site.exit(entered, null, null);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 6; round++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < CALLS; i++) {
        site.exit(site.enter("pool", "url", null, null), null, null);
      }
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      best = Math.min(best, (after - before) / CALLS);
    }
    assertThat(best).isLessThan(120);
  }
}
