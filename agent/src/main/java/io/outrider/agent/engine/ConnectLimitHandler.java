// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.ConnectLimitAdapter;

/**
 * A library asks its client, inside a call, how long a connection may take: no longer than the rule
 * of that call says.
 */
final class ConnectLimitHandler extends CallHandler {
  private final Engine engine;
  private final ConnectLimitAdapter adapter;

  ConnectLimitHandler(Engine engine, ConnectLimitAdapter adapter, Life life) {
    super(life, "the time to connect");
    this.engine = engine;
    this.adapter = adapter;
  }

  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) {
    Operation operation = Operation.of(Current.orNull());
    return operation == null
            || operation.kind != Operation.Kind.HTTP_CLIENT
            || engine.guards.connectNanos(operation) <= 0
        ? null
        : new Object[] {operation, null, null, null};
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    if (thrown != null || returned == null) {
      return null;
    }
    long nanos = engine.guards.connectNanos((Operation) entered[OPERATION]);
    return nanos <= 0 ? null : new Object[] {adapter.limit(returned, nanos), null};
  }
}
