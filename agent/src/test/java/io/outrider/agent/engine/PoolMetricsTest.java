// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.outrider.instrumentation.DbConnectAdapter;
import io.outrider.instrumentation.DbEndpoint;
import io.outrider.instrumentation.PoolReading;
import io.outrider.instrumentation.PoolTimes;
import java.lang.ref.Reference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is measured of connection pools, and for how long. */
class PoolMetricsTest {
  private static final String PREFIX = "db.client.connection.";

  private final Telemetry telemetry = new Telemetry();
  private final PoolMetrics metrics = new PoolMetrics(telemetry.engine());

  private static final class Pool extends PoolReading {
    boolean closed;
    boolean failing;
    long pending = UNKNOWN;

    @Override
    public long used() {
      if (failing) {
        throw new IllegalStateException("no numbers today");
      }
      return 2;
    }

    @Override
    public long idle() {
      return 1;
    }

    @Override
    public long max() {
      return 10;
    }

    @Override
    public long pending() {
      return pending;
    }

    @Override
    public boolean isClosed() {
      return closed;
    }
  }

  /** By pool and, where there is one, state. */
  private Map<String, Long> numbers(String metric) {
    Map<String, Long> numbers = new TreeMap<>();
    for (MetricData data : telemetry.metrics.collectAllMetrics()) {
      if (data.getName().equals(PREFIX + metric)) {
        for (LongPointData point : data.getLongSumData().getPoints()) {
          StringBuilder key = new StringBuilder();
          point.getAttributes().forEach((name, value) -> key.append(value).append(' '));
          numbers.put(key.toString().trim(), point.getValue());
        }
      }
    }
    return numbers;
  }

  private HistogramPointData times(String metric) {
    for (MetricData data : telemetry.metrics.collectAllMetrics()) {
      if (data.getName().equals(PREFIX + metric)) {
        return data.getHistogramData().getPoints().iterator().next();
      }
    }
    return null;
  }

  @Test
  void nothingIsMadeBeforeThereIsAPool() {
    assertThat(telemetry.metrics.collectAllMetrics())
        .noneMatch(data -> data.getName().startsWith(PREFIX));
  }

  @Test
  void aPoolHasItsNumbersAndNoOthers() {
    Pool pool = new Pool();
    PoolTimes times = metrics.add(pool, "orders", pool);
    times.waited(250_000_000);
    assertThat(numbers("count")).hasSize(2).containsValues(2L, 1L);
    assertThat(numbers("max")).containsOnly(Map.entry("orders", 10L));
    assertThat(numbers("pending_requests")).isEmpty();
    pool.pending = 3;
    assertThat(numbers("pending_requests")).containsOnly(Map.entry("orders", 3L));
    assertThat(numbers("idle.min")).isEmpty();
    assertThat(times("wait_time").getSum()).isEqualTo(0.25);
    times.used(1_000_000_000);
    times.created(2_000_000);
    times.timedOut();
    assertThat(times("use_time").getSum()).isEqualTo(1);
    assertThat(times("create_time").getSum()).isEqualTo(0.002);
    assertThat(numbers("timeouts")).containsOnly(Map.entry("orders", 1L));
  }

  @Test
  void twoOfOneNameAreToldApartAndANameIsFreeAgainWhenItsPoolIsClosed() {
    Pool first = new Pool();
    Pool second = new Pool();
    PoolTimes times = metrics.add(first, "orders", first);
    metrics.add(second, "orders", second);
    times.waited(1);
    assertThat(numbers("max")).containsOnlyKeys("orders", "orders-2");

    first.closed = true;
    assertThat(numbers("max")).containsOnlyKeys("orders-2");
    assertThat(times.isOver()).isTrue();

    Pool third = new Pool();
    assertThat(metrics.add(third, "orders", third).isOver()).isFalse();
    assertThat(numbers("max")).containsOnlyKeys("orders", "orders-2");
    Reference.reachabilityFence(List.of(first, second, third));
  }

  @Test
  void thePoolThatIsRegisteredAgainStaysItself() {
    Object pool = new Object();
    Pool reading = new Pool();
    Pool later = new Pool();
    PoolTimes times = metrics.add(pool, "orders", reading);
    assertThat(metrics.add(pool, "orders", later)).isSameAs(times);
    times.waited(1);
    later.pending = 7;
    assertThat(numbers("pending_requests")).containsOnly(Map.entry("orders", 7L));
    Reference.reachabilityFence(pool);
  }

  @Test
  void thereAreNotMoreThanAHundred() {
    List<Pool> all = new ArrayList<>();
    for (int i = 0; i < PoolMetrics.MOST; i++) {
      all.add(new Pool());
      metrics.add(all.get(i), "pool", all.get(i)).waited(1);
    }
    Pool further = new Pool();
    assertThat(metrics.add(further, "further", further)).isSameAs(PoolTimes.NONE);
    assertThat(numbers("max")).hasSize(PoolMetrics.MOST).doesNotContainKey("further");

    all.get(0).closed = true;
    numbers("max");
    assertThat(metrics.add(further, "further", further)).isNotSameAs(PoolTimes.NONE);
    Reference.reachabilityFence(all);
  }

  @Test
  void aPoolThatFailsDoesNotTakeTheOthersWithIt() {
    Pool failing = new Pool();
    failing.failing = true;
    Pool other = new Pool();
    metrics.add(failing, "failing", failing).waited(1);
    metrics.add(other, "other", other);
    assertThat(numbers("max")).containsOnlyKeys("other");
    Reference.reachabilityFence(failing);
  }

  /** A source whose callers are timed. */
  private static final class Timed implements DbConnectAdapter {
    DbEndpoint endpoint;
    PoolTimes times;

    @Override
    public DbEndpoint endpoint(Object self, Object a0) {
      return endpoint;
    }

    @Override
    public void limitWait(Object self, long nanos) {}

    @Override
    public PoolTimes times(Object self) {
      return times;
    }

    @Override
    public boolean timedOut(Throwable thrown) {
      return thrown instanceof SQLException;
    }

    @Override
    public void opened(Object self, Object a0, Object connection) {}
  }

  private long waited(Timed adapter, boolean nested) throws Throwable {
    DbConnect handler = new DbConnect(telemetry.engine(), adapter, new Life("fake"));
    Object connection =
        Woven.call(
            handler,
            "outer",
            "url",
            r -> nested ? Woven.call(handler, "inner", "url", s -> "connection") : "connection");
    assertThat(connection).isEqualTo("connection");
    return times("wait_time").getCount();
  }

  @Test
  void callersAreTimedWhetherGuardedOrNotAndBehindAnotherSource() throws Throwable {
    Pool pool = new Pool();
    Timed adapter = new Timed();
    adapter.times = metrics.add(pool, "orders", pool);
    assertThat(waited(adapter, false)).isEqualTo(1);

    telemetry.guard("db", "match", "client:jdbc", "bulkhead.max-concurrent", "5");
    adapter.endpoint = new DbEndpoint("postgresql", "db", 5432, "orders");
    assertThat(waited(adapter, false)).isEqualTo(2);
    assertThat(waited(adapter, true)).isEqualTo(4);
  }

  @Test
  void whoWaitedInVainIsCountedAndNotTimed() {
    Pool pool = new Pool();
    Timed adapter = new Timed();
    adapter.times = metrics.add(pool, "orders", pool);
    DbConnect handler = new DbConnect(telemetry.engine(), adapter, new Life("fake"));
    Throwable thrown =
        Woven.thrownBy(
            handler,
            "pool",
            "url",
            r -> {
              throw new SQLException("none left");
            });
    assertThat(thrown).hasMessage("none left");
    assertThat(numbers("timeouts")).containsOnly(Map.entry("orders", 1L));
    assertThat(times("wait_time")).isNull();
  }
}
