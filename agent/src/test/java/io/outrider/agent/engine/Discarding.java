// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.function.Consumer;

/** Is handed every span and keeps none. */
final class Discarding implements Consumer<SpanData> {
  @Override
  public void accept(SpanData span) {}
}
