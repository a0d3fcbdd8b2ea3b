// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.context.Context;

/** A counter. */
final class DoubleSum implements DoubleCounter {
  private final Instrument agent;

  DoubleSum(Instrument agent) {
    this.agent = agent;
  }

  @Override
  public void add(double value) {
    agent.record(value, null, null);
  }

  @Override
  public void add(double value, Attributes attributes) {
    agent.record(value, attributes, null);
  }

  @Override
  public void add(double value, Attributes attributes, Context context) {
    agent.record(value, attributes, context);
  }
}
