// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.ServerProcess;
import io.outrider.smoke.overload.OpenLoad.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A service under a steady load, half of which needs another service. That one becomes so slow that
 * it is asked for ten times what it can do, and later recovers. The same with the agent's guards
 * off and on.
 *
 * <p>{@code -Dsmoke.overload.chart=FILE} makes the run longer and draws what users got.
 */
final class OverloadIT {
  private static final int PER_SECOND = 200;
  private static final int WORKERS = 8;
  private static final long USUAL_MILLIS = 20;

  /** 100 orders a second, of which it can do ten. */
  private static final long SLOW_MILLIS = 800;

  private static final String CHART = System.getProperty("smoke.overload.chart");
  private static final int SLOW_FROM = CHART == null ? 3 : 6;
  private static final int SLOW_TO = CHART == null ? 11 : 21;
  private static final int SECONDS = CHART == null ? 17 : 36;

  /** What is not yet settled when the phase has just begun. */
  private static final int SETTLED = 3;

  @Test
  void aFailingDownstreamLeavesTheGuardedServiceAnswering() throws Exception {
    OpenLoad without = run("off");
    OpenLoad with = run("enforce");
    if (CHART != null) {
      String svg = new OverloadChart(SECONDS, PER_SECOND).draw(SLOW_FROM, SLOW_TO, without, with);
      Files.writeString(Path.of(CHART), svg);
    }
    print("without guards", without);
    print("with guards", with);

    int from = SLOW_FROM + SETTLED;
    int asked = (SLOW_TO - from) * PER_SECOND / 2;
    // Without: all threads wait for the other service, and the page that needs nobody with them.
    assertThat(without.count(Answer.PAGE, from, SLOW_TO)).isLessThan(asked / 2);
    assertThat(with.count(Answer.PAGE, from, SLOW_TO)).isGreaterThan(asked * 9 / 10);
    // Nearly every order gets an answer, if only the fallback's.
    assertThat(answeredOrders(with, from, SLOW_TO)).isGreaterThan(asked * 8 / 10);
    // Afterwards orders are orders again, and sooner than without.
    assertThat(with.count(Answer.ORDER, SLOW_TO + SETTLED, SECONDS))
        .isGreaterThan((SECONDS - SLOW_TO - SETTLED) * PER_SECOND / 2 * 8 / 10);
  }

  private static int answeredOrders(OpenLoad load, int from, int to) {
    return load.count(Answer.ORDER, from, to) + load.count(Answer.FALLBACK, from, to);
  }

  private static OpenLoad run(String mode) throws Exception {
    Jdk jdk = Jdk.require(17);
    try (Stock stock = new Stock(WORKERS, USUAL_MILLIS);
        ServerProcess shop = ServerProcess.ready(shop(jdk, mode, stock))) {
      OpenLoad load = new OpenLoad(shop.port(), PER_SECOND, SECONDS);
      load.warmUp(300);
      load.run(0, SLOW_FROM);
      stock.takes(SLOW_MILLIS);
      load.run(SLOW_FROM, SLOW_TO);
      stock.takes(USUAL_MILLIS);
      load.run(SLOW_TO, SECONDS);
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(load::allAnswered);
      return load;
    }
  }

  private static AgentProcess shop(Jdk jdk, String mode, Stock stock) {
    AgentProcess.Builder shop =
        AgentProcess.with(jdk)
            .property("otel.traces.exporter", "none")
            .property("otel.metrics.exporter", "none")
            .property("outrider.mode", mode)
            .classPath(Libraries.drivers(jdk));
    rule(shop, "stock", "match", "client:http,host:localhost,port:" + stock.port());
    rule(shop, "stock", "timeout.request", "300ms");
    rule(shop, "stock", "circuit-breaker.window", "5s");
    rule(shop, "stock", "circuit-breaker.wait-open", "1s");
    rule(shop, "stock", "circuit-breaker.wait-open-max", "2s");
    rule(shop, "stock", "bulkhead.max-concurrent", "16");
    rule(shop, "stock", "fallback.body", "pending");
    rule(shop, "stock", "fallback.on", "circuit-breaker,bulkhead");
    rule(shop, "shop", "match", "server:http");
    rule(shop, "shop", "deadline.request", "1s");
    return shop.start("io.outrider.smoke.driver.OverloadedShop", stock.url());
  }

  private static void rule(AgentProcess.Builder shop, String name, String key, String value) {
    shop.property("outrider.rules." + name + "." + key, value);
  }

  private static void print(String title, OpenLoad load) {
    System.out.printf(
        "%s: answers within 1 s of %d a second asked for: before %d, while the downstream is slow"
            + " %d (%d of them by fallback), after %d%n",
        title,
        PER_SECOND,
        rate(load, 0, SLOW_FROM),
        rate(load, SLOW_FROM, SLOW_TO),
        load.count(Answer.FALLBACK, SLOW_FROM, SLOW_TO) / (SLOW_TO - SLOW_FROM),
        rate(load, SLOW_TO, SECONDS));
  }

  private static int rate(OpenLoad load, int from, int to) {
    int answered = load.count(Answer.PAGE, from, to) + answeredOrders(load, from, to);
    return answered / (to - from);
  }
}
