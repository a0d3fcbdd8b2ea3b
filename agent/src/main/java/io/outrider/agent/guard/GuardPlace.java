// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Where a guard stands: for which rule, before which peer. */
final class GuardPlace {
  private final Guards guards;
  private final String rule;
  private final Mode mode;
  private final CallKind callKind;
  private final String peer;

  GuardPlace(Guards guards, String rule, Mode mode, CallKind callKind, String peer) {
    this.guards = guards;
    this.rule = rule;
    this.mode = mode;
    this.callKind = callKind;
    this.peer = peer;
  }

  Guards guards() {
    return guards;
  }

  String rule() {
    return rule;
  }

  Mode mode() {
    return mode;
  }

  CallKind callKind() {
    return callKind;
  }

  /** As a person reads it: {@code inventory:8080}. */
  String peer() {
    return peer;
  }
}
