// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi.newer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.opentelemetryapi.Instrument;

/** A gauge of whole numbers: since 1.38. */
final class LongLevel implements LongGauge {
  private final Instrument agent;

  LongLevel(Instrument agent) {
    this.agent = agent;
  }

  @Override
  public void set(long value) {
    agent.record(value, null, null);
  }

  @Override
  public void set(long value, Attributes attributes) {
    agent.record(value, attributes, null);
  }

  @Override
  public void set(long value, Attributes attributes, Context context) {
    agent.record(value, attributes, context);
  }
}
