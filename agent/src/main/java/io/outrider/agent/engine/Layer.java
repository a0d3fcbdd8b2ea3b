// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/** A value put on top of an operation, such as baggage. */
class Layer implements Context {
  final Context under;
  private final ContextKey<?> key;
  private final Object value;

  Layer(Context under, ContextKey<?> key, Object value) {
    this.under = under;
    this.key = key;
    this.value = value;
  }

  /**
   * A context with another value, and without the one it had: a context that is handed on and
   * changed for ever must not grow.
   */
  static <V> Context put(Context on, ContextKey<V> key, V value) {
    return without(on, key).with(key, value);
  }

  /** Looks through plain layers only: what is below others belongs to them. */
  private static Context without(Context on, ContextKey<?> key) {
    if (on.getClass() != Layer.class) {
      return on;
    }
    Layer layer = (Layer) on;
    if (layer.key == key) {
      return layer.under;
    }
    Context under = without(layer.under, key);
    return under == layer.under ? on : new Layer(under, layer.key, layer.value);
  }

  @Override
  @SuppressWarnings("unchecked") // What is stored under a key is of the key's type.
  public <V> V get(ContextKey<V> wanted) {
    return wanted == key ? (V) value : under.get(wanted);
  }

  @Override
  public <V> Context with(ContextKey<V> other, V otherValue) {
    return new Layer(this, other, otherValue);
  }
}
