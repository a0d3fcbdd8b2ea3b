// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleUpDownCounter;
import io.opentelemetry.context.Context;

/** A counter that goes both ways. */
final class DoubleUpDown implements DoubleUpDownCounter {
  private final Instrument agent;

  DoubleUpDown(Instrument agent) {
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
