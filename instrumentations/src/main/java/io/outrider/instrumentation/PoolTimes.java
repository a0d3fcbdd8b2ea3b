// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * Is told what happens in one connection pool. Never throws, allocates nothing, and may be called
 * from within the library.
 */
public abstract class PoolTimes {
  /** For a pool that is not measured. */
  public static final PoolTimes NONE = new None();

  /** A caller has got a connection. */
  public abstract void waited(long nanos);

  /** A caller has given its connection back. */
  public abstract void used(long nanos);

  /** A new connection was opened. */
  public abstract void created(long nanos);

  /** A caller waited in vain. */
  public abstract void timedOut();

  /** Whether the pool was closed: whoever registered it may have another one by now. */
  public abstract boolean isOver();

  private static final class None extends PoolTimes {
    @Override
    public void waited(long nanos) {}

    @Override
    public void used(long nanos) {}

    @Override
    public void created(long nanos) {}

    @Override
    public void timedOut() {}

    @Override
    public boolean isOver() {
      return false;
    }
  }
}
