// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import io.outrider.agent.guard.BreakerReading;
import io.outrider.agent.guard.BreakerStatus;
import io.outrider.agent.guard.DecisionCount;
import io.outrider.agent.guard.Gauge;
import io.outrider.agent.guard.GaugeReading;
import io.outrider.agent.guard.Guards;
import io.outrider.agent.guard.Reading;
import java.util.Arrays;
import java.util.function.Consumer;

/** Guards count for themselves; the meter comes and reads. */
final class GuardMetrics {
  private GuardMetrics() {}

  static void observe(Guards guards, Meter meter) {
    meter
        .counterBuilder("outrider.guard.decisions")
        .setUnit("{decision}")
        .setDescription("What guards have decided.")
        .buildWithCallback(new Decisions(guards));
    meter
        .gaugeBuilder("outrider.breaker.state")
        .setUnit("1")
        .setDescription("State of circuit breakers: 0 closed, 1 half-open, 2 open.")
        .buildWithCallback(new Breakers(guards));
    Readings.observe(guards, meter);
    meter
        .counterBuilder("outrider.agent.errors")
        .setUnit("{error}")
        .setDescription("Errors in the agent's own code while it observed calls, which went on.")
        .buildWithCallback(new InternalErrors());
  }

  private static final class Decisions implements Consumer<ObservableLongMeasurement> {
    private final Guards guards;

    Decisions(Guards guards) {
      this.guards = guards;
    }

    @Override
    public void accept(ObservableLongMeasurement measurement) {
      for (DecisionCount count : guards.decisions()) {
        measurement.record(
            count.count(),
            Attributes.of(
                Semantics.GUARD_RULE,
                count.rule(),
                Semantics.GUARD_TYPE,
                GuardNames.type(count.guard()),
                Semantics.GUARD_OUTCOME,
                count.decision().text()));
      }
    }
  }

  private static final class Breakers implements Consumer<ObservableDoubleMeasurement> {
    private final Guards guards;

    Breakers(Guards guards) {
      this.guards = guards;
    }

    @Override
    public void accept(ObservableDoubleMeasurement measurement) {
      for (BreakerReading reading : guards.breakers()) {
        measurement.record(value(reading.status()), attributes(reading).build());
      }
    }

    private static double value(BreakerStatus status) {
      return status == BreakerStatus.CLOSED ? 0 : status == BreakerStatus.HALF_OPEN ? 1 : 2;
    }
  }

  private static AttributesBuilder attributes(Reading reading) {
    AttributesBuilder builder = Attributes.builder().put(Semantics.GUARD_RULE, reading.rule());
    if (reading.host() != null) {
      builder.put(Semantics.SERVER_ADDRESS, reading.host());
      if (reading.port() > 0) {
        builder.put(Semantics.SERVER_PORT, Long.valueOf(reading.port()));
      }
    }
    if (reading.function() != null) {
      builder.put(Semantics.CODE_FUNCTION_NAME, reading.function());
    }
    if (reading.database() != null) {
      builder.put(Semantics.DB_NAMESPACE, reading.database());
    }
    if (reading.pool() != null) {
      builder.put(Semantics.DB_POOL_NAME, reading.pool());
    }
    return builder;
  }

  /** One look at the guards for all the gauges they feed. */
  private static final class Readings implements Runnable {
    private final Guards guards;
    private final ObservableDoubleMeasurement[] gauges;

    private Readings(Guards guards, ObservableDoubleMeasurement[] gauges) {
      this.guards = guards;
      this.gauges = gauges;
    }

    static void observe(Guards guards, Meter meter) {
      Gauge[] all = Gauge.values();
      ObservableDoubleMeasurement[] gauges = new ObservableDoubleMeasurement[all.length];
      for (int i = 0; i < all.length; i++) {
        gauges[i] =
            meter
                .gaugeBuilder(all[i].metric())
                .setUnit(all[i].unit())
                .setDescription(all[i].text())
                .buildObserver();
      }
      ObservableMeasurement first = gauges[0];
      meter.batchCallback(
          new Readings(guards, gauges), first, Arrays.copyOfRange(gauges, 1, gauges.length));
    }

    @Override
    public void run() {
      for (GaugeReading reading : guards.readings()) {
        gauges[reading.gauge().ordinal()].record(
            reading.value(),
            attributes(reading)
                .put(Semantics.GUARD_TYPE, GuardNames.type(reading.guard()))
                .build());
      }
    }
  }

  private static final class InternalErrors implements Consumer<ObservableLongMeasurement> {
    @Override
    public void accept(ObservableLongMeasurement measurement) {
      long errors = Errors.COUNT.get();
      if (errors > 0) {
        measurement.record(errors);
      }
    }
  }
}
