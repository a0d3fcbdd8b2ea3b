// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.PoolTimes;
import io.outrider.instrumentation.Pools;

/** What measures a pool, held by what is known of its data source. */
final class PoolMeasured {
  /** Nobody else holds it. */
  private final PoolNumbers numbers;

  final PoolTimes times;

  private PoolMeasured(PoolNumbers numbers, PoolTimes times) {
    this.numbers = numbers;
    this.times = times;
  }

  static PoolMeasured of(Pool pool, Object dataSource, String name) {
    PoolNumbers numbers = pool.numbers(dataSource);
    Object behind = numbers == null ? null : numbers.pool();
    return new PoolMeasured(
        numbers, behind == null ? PoolTimes.NONE : Pools.register(behind, name, numbers));
  }

  @Override
  public String toString() {
    return "measured by " + numbers;
  }
}
