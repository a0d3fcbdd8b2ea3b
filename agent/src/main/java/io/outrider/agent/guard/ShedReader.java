// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads what a rule says about shedding under load. */
final class ShedReader {
  private static final int CPU = 8_000;
  private static final long COOL_OFF_NANOS = 1_000_000_000L;
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private ShedReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    if (!reader.hasGroup("shed")) {
      return null;
    }
    if (kind != null && kind != CallKind.HTTP_SERVER) {
      reader.problems().add("shed is for requests coming in, and the rule matches " + kind.text());
    }
    return new ShedSettings(
        reader.percent("shed.cpu", CPU),
        reader.percent("shed.heap", 0),
        reader.duration("shed.cool-off", COOL_OFF_NANOS, MINUTE_NANOS));
  }
}
