// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** A call that {@link ClientCalls} has begun. No method throws, or waits. */
public abstract class ClientCall {
  protected ClientCall() {}

  /** For {@link Contexts#attach}: whose call it is; to be current while its answer is handled. */
  public abstract Object context();

  /** What the application gets in the place of an answer; null: the call may be made. */
  public abstract Throwable refusal();

  /** What is to be sent with the request, in the place of headers of the same names. */
  public abstract Headers headers();

  /** Within which time the answer has to come, in nanoseconds; 0: no limit. */
  public abstract long requestNanos();

  /**
   * Ends the call. Only the first call of this or of {@link #giveUp} counts. The adapter's {@code
   * response} is asked for the answer.
   *
   * @param thrown what it has failed by; null: it was answered, or refused
   */
  public abstract void end(Throwable thrown);

  /** Ends a call that the application does not wait for any more. */
  public abstract void giveUp();
}
