// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.context.Context;

/** A histogram of whole numbers. */
final class LongSpread implements LongHistogram {
  private final Instrument agent;

  LongSpread(Instrument agent) {
    this.agent = agent;
  }

  @Override
  public void record(long value) {
    agent.record(value, null, null);
  }

  @Override
  public void record(long value, Attributes attributes) {
    agent.record(value, attributes, null);
  }

  @Override
  public void record(long value, Attributes attributes, Context context) {
    agent.record(value, attributes, context);
  }
}
