// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi.newer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.opentelemetryapi.Instrument;

/** A gauge: since 1.38. */
final class DoubleLevel implements DoubleGauge {
  private final Instrument agent;

  DoubleLevel(Instrument agent) {
    this.agent = agent;
  }

  @Override
  public void set(double value) {
    agent.record(value, null, null);
  }

  @Override
  public void set(double value, Attributes attributes) {
    agent.record(value, attributes, null);
  }

  @Override
  public void set(double value, Attributes attributes, Context context) {
    agent.record(value, attributes, context);
  }
}
