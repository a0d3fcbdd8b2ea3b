// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * Answers the engine's questions about one kind of message. Stateless; one instance serves all
 * threads. It may throw: the engine counts that and lets the call go on unobserved.
 *
 * @param <M> what holds a message, or what is needed to tell where it goes to
 */
public interface MessageAdapter<M> {
  /** Where it goes to or comes from; the same object for the same place; never null. */
  MessageEndpoint endpoint(M message);

  /**
   * What the library calls what is done, as {@code messaging.operation.name} wants it: {@code
   * send}, {@code publish}, {@code poll}, {@code receive}, {@code process}. The same String each
   * time.
   */
  String operation();

  /** The value of a header; null when there is none, or it is no text. */
  String header(M message, String name);

  /**
   * All that names where this one goes to or comes from, for its span, where that is more than the
   * {@link #endpoint}'s destination: names that are too many for a series each. Null when it is
   * not.
   */
  default String wholeDestination(M message) {
    return null;
  }

  /** The name that the application has given its client; null when there is none. */
  default String clientId(M message) {
    return null;
  }

  /** What the system calls the message; null when it has no name, or none yet. */
  default String id(M message) {
    return null;
  }

  /** What ties a request to its answer; null when there is none. */
  default String conversation(M message) {
    return null;
  }

  /** Null when there is none, or it is not known yet. */
  default String partition(M message) {
    return null;
  }

  /** Kafka's: where in its partition it stands; -1 when not known. */
  default long offset(M message) {
    return -1;
  }

  /** Kafka's: the key, as text; null when there is none, or it is no text. */
  default String key(M message) {
    return null;
  }

  /** Kafka's: a message that says that its key is no more. */
  default boolean tombstone(M message) {
    return false;
  }

  /** RabbitMQ's; null when there is none. */
  default String routingKey(M message) {
    return null;
  }
}
