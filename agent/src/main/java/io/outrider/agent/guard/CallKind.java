// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** The kinds of calls that rules tell apart. */
public enum CallKind {
  HTTP_CLIENT("client:http"),
  JDBC("client:jdbc"),
  HTTP_SERVER("server:http");

  private final String text;

  CallKind(String text) {
    this.text = text;
  }

  /** As written in a rule's {@code match}. */
  public String text() {
    return text;
  }
}
