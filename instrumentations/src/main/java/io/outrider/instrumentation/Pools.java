// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Where adapters tell of connection pools, so that these are measured. */
public abstract class Pools {
  private static volatile Pools installed;

  protected Pools() {}

  public static void install(Pools pools) {
    installed = pools;
  }

  /**
   * Measures a pool until it is closed. A pool that is known already keeps its name, and has its
   * numbers read by the new reading from now on.
   *
   * @param pool held weakly
   * @param name what it is called; when another pool has that name, a number is added
   * @param reading held weakly, since its class belongs to the application: the pool, or what hangs
   *     on it, has to hold it
   * @return never null
   */
  public static PoolTimes register(Object pool, String name, PoolReading reading) {
    Pools pools = installed;
    return pools == null ? PoolTimes.NONE : pools.add(pool, name, reading);
  }

  /** See {@link #register}. */
  protected abstract PoolTimes add(Object pool, String name, PoolReading reading);
}
