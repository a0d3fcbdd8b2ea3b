// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.context.Context;

/** A histogram. */
final class DoubleSpread implements DoubleHistogram {
  private final Instrument agent;

  DoubleSpread(Instrument agent) {
    this.agent = agent;
  }

  @Override
  public void record(double value) {
    agent.record(value, null, null);
  }

  @Override
  public void record(double value, Attributes attributes) {
    agent.record(value, attributes, null);
  }

  @Override
  public void record(double value, Attributes attributes, Context context) {
    agent.record(value, attributes, context);
  }
}
