// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * A request that {@link ServerCalls} has begun. No method throws, or waits. All but {@link
 * #context} belong to the thread that began it.
 */
public abstract class ServerCall {
  protected ServerCall() {}

  /** For {@link Contexts#attach}: to be current while the request is worked on. */
  public abstract Object context();

  /**
   * How long the request is to be kept from the application, or from its answer, because a rule
   * asks for it; usually 0. In nanoseconds.
   */
  public abstract long delayNanos();

  /** Whether the application must not see it: {@link #answer} it, then {@link #end} it. */
  public abstract boolean isRefused();

  /** Has the adapter write the answer to a refused request. */
  public abstract void answer();

  /**
   * Says which route was found, before its handler runs; only the first one counts. Asks the guards
   * of rules that name it.
   *
   * @return whether it is refused now
   */
  public abstract boolean route(String route);

  /**
   * Ends the request. Only the first call of this, {@link #abandon} or {@link #supersede} counts.
   *
   * @param status 0: the adapter is asked for it
   * @param thrown what it has failed by, or null
   */
  public abstract void end(int status, Throwable thrown);

  /** Ends a request that nobody will answer, and of which there is nothing to tell. */
  public abstract void abandon();

  /** Ends a request that begins again as another one, which tells of both. */
  public abstract void supersede();
}
