// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.WeakStore;

/**
 * Which producers send outside transactions. A producer does not tell its session, so that its
 * session has to tell of it; one that nobody has told of is taken to be in a transaction.
 */
final class Producers {
  private static final int MOST = 10_000;

  private static final WeakStore<Object, Boolean> PLAIN = new WeakStore<Object, Boolean>(MOST);

  private Producers() {}

  static void plain(Object producer) {
    PLAIN.put(producer, Boolean.TRUE);
  }

  /** A template may make a producer for each message. */
  static void closed(Object producer) {
    PLAIN.remove(producer);
  }

  static boolean isPlain(Object producer) {
    return PLAIN.get(producer) != null;
  }

  /**
   * Spring's cache makes its wrappers in a proxy of the session, unseen: they are left to what they
   * wrap, which is known.
   */
  static boolean leavesItToAnother(Object producer) {
    return producer.getClass().getName().startsWith("org.springframework.jms.");
  }
}
