// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.context.Context;

/** A counter of whole numbers that goes both ways. */
final class LongUpDown implements LongUpDownCounter {
  private final Instrument agent;

  LongUpDown(Instrument agent) {
    this.agent = agent;
  }

  @Override
  public void add(long value) {
    agent.record(value, null, null);
  }

  @Override
  public void add(long value, Attributes attributes) {
    agent.record(value, attributes, null);
  }

  @Override
  public void add(long value, Attributes attributes, Context context) {
    agent.record(value, attributes, context);
  }
}
