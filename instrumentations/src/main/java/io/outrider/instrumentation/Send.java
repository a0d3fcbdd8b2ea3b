// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** A message on its way, for the one who hears what becomes of it. Nothing here throws. */
public abstract class Send {
  protected Send() {}

  /**
   * Tells where it has come to lie, before its end.
   *
   * @param partition null when there is none
   * @param offset -1 when there is none
   */
  public abstract void stored(String partition, long offset);

  /** Tells its name, known only by now, before its end. */
  public abstract void id(String id);

  /**
   * Its end: the first one counts.
   *
   * @param thrown null when the broker has it, as far as the library asks
   */
  public abstract void end(Throwable thrown);

  /**
   * The context of who has sent it, in which a callback of the application's runs; for {@link
   * Contexts#attach}.
   */
  public abstract Object context();

  /**
   * What a rule says of a buffer between the application and the library; null: the message goes at
   * once.
   */
  public BufferLimits buffer() {
    return null;
  }

  /**
   * It has left the buffer for the library.
   *
   * @param waitedNanos how long it was there
   */
  public void handedOn(long waitedNanos) {}

  /** Its end, for the buffer had no room for it. Returns why it is not sent. */
  public SendRefusal dropped() {
    throw new UnsupportedOperationException("there is no buffer");
  }
}
