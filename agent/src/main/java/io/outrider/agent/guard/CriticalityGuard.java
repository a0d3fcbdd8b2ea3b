// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Says how much a request matters: what its caller said in baggage, if that is believed; else what
 * a header says, if the rule names one; else the rule's level. Refuses nothing.
 */
public final class CriticalityGuard extends Guard {
  private final CriticalitySettings settings;

  CriticalityGuard(String rule, CriticalitySettings settings) {
    super(GuardKind.CRITICALITY, rule);
    this.settings = settings;
  }

  /**
   * @param sent what the caller said in baggage; null when it said nothing that is understood
   */
  public Criticality level(GuardedCall call, Criticality sent) {
    if (sent != null && settings.fromBaggage) {
      return sent;
    }
    Criticality named =
        settings.header == null ? null : Criticality.of(call.header(settings.header));
    return named == null ? settings.level : named;
  }
}
