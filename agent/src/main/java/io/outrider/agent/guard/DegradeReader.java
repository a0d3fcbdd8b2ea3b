// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads what a rule says about what is switched off under load. */
final class DegradeReader {
  private static final String[] OF_SERVERS = {"when", "below", "status", "headers", "body"};

  private DegradeReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    if (!reader.hasGroup("degrade")) {
      return null;
    }
    GuardSettings readOnly = ReadOnlySettings.read(reader, kind);
    for (String suffix : OF_SERVERS) {
      if (reader.has("degrade." + suffix)) {
        if (readOnly != null) {
          reader.problem(
              "degrade." + suffix,
              "it is for requests coming in, and degrade.read-only for databases; make two rules of"
                  + " it");
        }
        return ofServers(reader, kind);
      }
    }
    return readOnly;
  }

  private static GuardSettings ofServers(RuleReader reader, CallKind kind) {
    if (kind != null && kind != CallKind.HTTP_SERVER && kind != CallKind.CONSUMER) {
      reader
          .problems()
          .add(
              "degrade.when is for requests and messages coming in, and the rule matches "
                  + kind.text());
    }
    return new DegradeSettings(
        when(reader),
        LevelReader.read(reader, "degrade.below", null),
        AnswerReader.read(reader, "degrade", 503));
  }

  private static List<DegradeCondition> when(RuleReader reader) {
    List<DegradeCondition> conditions = new ArrayList<>();
    if (!reader.has("degrade.when")) {
      reader.problems().add("degrade.when is missing; " + DegradeCondition.ALLOWED);
    }
    for (String text : reader.list("degrade.when")) {
      DegradeCondition condition = DegradeCondition.parse(text);
      if (condition == null) {
        reader.problem("degrade.when", DegradeCondition.ALLOWED);
        break;
      }
      conditions.add(condition);
    }
    return Collections.unmodifiableList(conditions);
  }
}
