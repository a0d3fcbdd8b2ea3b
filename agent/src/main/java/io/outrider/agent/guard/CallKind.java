// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** The kinds of calls that rules tell apart. */
public enum CallKind {
  HTTP_CLIENT("client:http"),
  JDBC("client:jdbc"),
  HTTP_SERVER("server:http"),
  /** Messages that are sent; a rule may name the system instead, as in {@code client:kafka}. */
  PRODUCER("client:messaging"),
  /** Messages that the application works on; likewise. */
  CONSUMER("server:messaging"),
  /** Methods of the application's own. */
  METHOD("client:method");

  private final String text;

  CallKind(String text) {
    this.text = text;
  }

  /** Whether these are messages, sent or received. */
  boolean isMessaging() {
    return this == PRODUCER || this == CONSUMER;
  }

  /** As written in a rule's {@code match}. */
  public String text() {
    return text;
  }
}
