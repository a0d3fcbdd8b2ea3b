// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** How often the configuration file was read again, and whether what it says now is in force. */
public final class Reloads {
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");

  private final AtomicLong applied = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private volatile boolean valid = true;

  /** The file's rules have been put into force. */
  public void applied() {
    applied.incrementAndGet();
    valid = true;
  }

  /** Something in the file is wrong, and the rules before it stay. */
  public void rejected() {
    rejected.incrementAndGet();
    valid = false;
  }

  /** Whether all that the file says now is in force. */
  public void valid(boolean isValid) {
    valid = isValid;
  }

  public boolean isValid() {
    return valid;
  }

  public long appliedCount() {
    return applied.get();
  }

  public long rejectedCount() {
    return rejected.get();
  }

  void observe(Meter meter) {
    meter
        .counterBuilder("outrider.config.reloads")
        .setUnit("{reload}")
        .setDescription("Changes of the configuration file, and what became of them.")
        .buildWithCallback(new Counts());
    meter
        .gaugeBuilder("outrider.config.valid")
        .setUnit("1")
        .setDescription("1 when all that the configuration file says is in force, 0 when not.")
        .buildWithCallback(new Valid());
  }

  private final class Counts implements Consumer<ObservableLongMeasurement> {
    @Override
    public void accept(ObservableLongMeasurement measurement) {
      measurement.record(applied.get(), Attributes.of(OUTCOME, "applied"));
      measurement.record(rejected.get(), Attributes.of(OUTCOME, "rejected"));
    }
  }

  private final class Valid implements Consumer<ObservableDoubleMeasurement> {
    @Override
    public void accept(ObservableDoubleMeasurement measurement) {
      measurement.record(valid ? 1 : 0);
    }
  }
}
