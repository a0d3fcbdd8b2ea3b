// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.outrider.instrumentation.PoolTimes;

/** No call, but the wish that calls of some kinds be not reported inside it. */
class Silence implements Context {
  final Context parent;

  /** Null: every kind. */
  private final Operation.Kind kind;

  private volatile boolean ended;

  /** The source of connections that is being asked, where that is what it was made for. */
  Object source;

  /** Who is to be told how long the answer took; null for nobody. */
  PoolTimes times;

  /** When that question was put. */
  long startNanos;

  /** What was current before. */
  Context previous;

  /**
   * @param kind null: every kind
   */
  Silence(Context parent, Operation.Kind kind) {
    this.parent = parent;
    this.kind = kind;
  }

  boolean hides(Operation.Kind call) {
    return !ended && (kind == null || kind == call);
  }

  /** From now on it hides nothing: work it was handed on with may run for ever. */
  void end() {
    ended = true;
  }

  @Override
  public <V> V get(ContextKey<V> key) {
    return parent.get(key);
  }

  @Override
  public <V> Context with(ContextKey<V> key, V value) {
    return new Layer(this, key, value);
  }
}
