// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads what a rule says about how much requests matter. */
final class CriticalityReader {
  private CriticalityReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    if (!reader.hasGroup("criticality")) {
      return null;
    }
    if (kind != null && kind != CallKind.HTTP_SERVER) {
      reader
          .problems()
          .add("criticality is for requests coming in, and the rule matches " + kind.text());
    }
    String header = reader.text("criticality.header");
    if (header != null && !FieldName.isOne(header)) {
      reader.problem("criticality.header", "allowed is the name of a header, such as X-Priority");
    }
    String fromBaggage = reader.text("criticality.from-baggage");
    boolean believed = fromBaggage == null || fromBaggage.equalsIgnoreCase("true");
    if (!believed && !fromBaggage.equalsIgnoreCase("false")) {
      reader.problem("criticality.from-baggage", "allowed is true or false");
    }
    Criticality level = LevelReader.read(reader, "criticality.level", Criticality.CRITICAL);
    return new CriticalitySettings(level, header, believed);
  }
}
