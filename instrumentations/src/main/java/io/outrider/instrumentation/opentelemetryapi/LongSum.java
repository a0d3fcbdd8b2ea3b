// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.context.Context;

/** A counter of whole numbers. */
final class LongSum implements LongCounter {
  private final Instrument agent;

  LongSum(Instrument agent) {
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
