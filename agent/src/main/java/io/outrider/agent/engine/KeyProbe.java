// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ImplicitContextKeyed;

/**
 * OpenTelemetry keeps the keys of spans and of baggage to itself; what is asked to store itself
 * gives its key away.
 */
final class KeyProbe implements Context {
  private ContextKey<?> key;

  private KeyProbe() {}

  @SuppressWarnings("unchecked") // It stores itself, under a key for what it is.
  static <T> ContextKey<T> of(ImplicitContextKeyed value) {
    KeyProbe probe = new KeyProbe();
    value.storeInContext(probe);
    return (ContextKey<T>) probe.key;
  }

  @Override
  public <V> V get(ContextKey<V> wanted) {
    return null;
  }

  @Override
  public <V> Context with(ContextKey<V> used, V value) {
    key = used;
    return this;
  }
}
