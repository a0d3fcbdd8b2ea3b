// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of virtual threads on one carrier wait in the guards of a client, a server and a
 * database at once. A guard that held the carrier while it waits would never be done.
 */
final class VirtualThreadsIT {
  private static final int CROWD = 400;

  @Test
  @Tag("lesson-15")
  void aCrowdWaitsInAllGuardsOnOneCarrier() {
    Jdk jdk = Jdk.require(25);
    AgentProcess.Builder builder = AgentProcess.with(jdk);
    builder.option("-Djdk.virtualThreadScheduler.parallelism=1");
    builder.option("-Djdk.virtualThreadScheduler.maxPoolSize=1");
    waiting(builder, "calls", "client:http", 20);
    waiting(builder, "door", "server:http,path:/work", 10);
    waiting(builder, "db", "client:jdbc,database:crowd", 3);
    builder.property("outrider.rules.paced.match", "client:http");
    builder.property("outrider.rules.paced.rate-limit.rate", "400/s");
    builder.property("outrider.rules.paced.rate-limit.burst", "1");
    builder.property("outrider.rules.paced.rate-limit.max-wait", "25s");
    builder.classPath(
        Libraries.join(
            Libraries.drivers(jdk), Libraries.of("h2-new"), Libraries.of("hikaricp-new")));
    try (OtlpSink sink = new OtlpSink();
        DriverProcess child = builder.exportingTo(sink).drive("VirtualCrowdDriver")) {
      Order ends =
          child.perform(
              new Order()
                  .with("driver", "virtual-crowd")
                  .with("pool", "hikaricp")
                  .with("poolSize", 4)
                  .with("url", "jdbc:h2:mem:crowd;DB_CLOSE_DELAY=-1")
                  .with("sql", "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 20000)")
                  .with("times", CROWD));
      // Those who starve while newer ones keep coming are told so early, by whichever guard.
      assertThat(ends.values().keySet()).as("%s", ends).isSubsetOf("200", "503", "507", "refused");
      assertThat(ends.values().values().stream().mapToInt(Integer::parseInt).sum())
          .isEqualTo(CROWD);
      assertThat(ends.number("200", 0)).as("%s", ends).isGreaterThan(CROWD / 4);
      GuardReadings.awaitNothingInUse(sink, 3);
      for (String rule : List.of("calls", "paced")) {
        sink.awaitMetric(
            "outrider.guard.queue.duration",
            m -> rule.equals(m.attribute("outrider.guard.rule")) && m.count() > 0);
      }
    }
  }

  private static void waiting(AgentProcess.Builder builder, String name, String match, int places) {
    String prefix = "outrider.rules." + name + '.';
    builder.property(prefix + "match", match);
    builder.property(prefix + "bulkhead.max-concurrent", places);
    builder.property(prefix + "bulkhead.max-queue", 1_000);
    builder.property(prefix + "bulkhead.max-wait", "25s");
  }
}
