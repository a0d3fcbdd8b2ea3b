// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * Reads the messages that a library hands to the application. For {@link Shape#MESSAGE_RECEIVE},
 * where the application asks for them, {@link Shape#MESSAGE_PROCESS}, where the library calls it,
 * and {@link Messages}, where neither is one method.
 */
public interface ConsumerAdapter<M> extends MessageAdapter<M> {
  /**
   * The message or the batch. Null: leave this call alone.
   *
   * @param arguments all of the woven method's
   * @param returned what it has returned; null for {@link Shape#MESSAGE_PROCESS}
   */
  M message(Object self, Object[] arguments, Object returned);

  /**
   * The messages of a batch; null when it is none. A batch is told from one message by this alone,
   * and is then asked only for its {@link #endpoint}; each of its messages for its headers and, if
   * the batch's endpoint has no destination, for its own endpoint.
   */
  default Iterable<M> batch(M message) {
    return null;
  }

  /**
   * When it was published, in milliseconds since 1970 by the producer's or the broker's clock; 0
   * when not known.
   */
  default long published(M message) {
    return 0;
  }

  /**
   * The application asks for messages, for {@link Shape#MESSAGE_RECEIVE}: it has done with those
   * that it has.
   *
   * @param arguments all of the woven method's; may be changed
   */
  default void asks(Object self, Object[] arguments) {}

  /**
   * Whether rules may hold up the thread that is about to hand this message on: one of the
   * library's own, while further messages wait at the broker.
   */
  default boolean mayBeHeld(M message) {
    return false;
  }

  /** Whether what the application throws tells that it has failed: some use it to answer. */
  default boolean failed(M message, Throwable thrown) {
    return true;
  }

  /**
   * What has failed, for {@link Shape#MESSAGE_PROCESS}; null when nothing has. Some libraries catch
   * what the application throws.
   *
   * @param returned what the woven method has returned
   * @param thrown null when it has thrown nothing
   */
  default Throwable failure(M message, Object returned, Throwable thrown) {
    return thrown != null && failed(message, thrown) ? thrown : null;
  }
}
