// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/** What the application itself has made current, through an OpenTelemetry API of its own. */
final class Attached extends Layer {
  private final Object key;
  private final Object own;

  Attached(Context under, ContextKey<?> key, Object own) {
    super(under, key, own);
    this.key = key;
    this.own = own;
  }

  /** Null when it is another's. */
  Object own(Object of) {
    return key == of ? own : null;
  }
}
