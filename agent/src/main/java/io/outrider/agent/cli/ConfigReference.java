// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.cli;

import io.outrider.agent.config.Key;
import io.outrider.agent.config.Keys;
import io.outrider.agent.config.OtelKeys;
import io.outrider.agent.guard.RuleSuffix;
import java.io.PrintStream;
import java.util.Locale;

/** Prints every key from its definition: as Markdown for the README, as text for a terminal. */
public final class ConfigReference {
  private ConfigReference() {}

  /** Prints the Markdown. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    out.print(markdown());
  }

  /** The tables, without a heading, ending in a line break. */
  public static String markdown() {
    StringBuilder text = new StringBuilder(20_000);
    table(text, Keys.all());
    text.append('\n');
    text.append("What a rule of guards can say. Without `rules.NAME` it is for every call that no");
    text.append(" named rule is for:\n\n");
    text.append("| Key | Default | Takes | What it does |\n|---|---|---|---|\n");
    for (RuleSuffix suffix : RuleSuffix.all()) {
      String value = suffix.defaultValue();
      text.append("| `outrider.rules.NAME.").append(suffix.name()).append("` | ");
      text.append(value.isEmpty() ? "" : "`" + value + "`").append(" | ");
      text.append(takes(suffix)).append(" | ").append(cell(suffix.text())).append(" |\n");
    }
    text.append('\n');
    text.append("Keys of OpenTelemetry keep their meaning:\n\n");
    table(text, OtelKeys.all());
    return text.toString();
  }

  private static void table(StringBuilder text, Key<?>[] keys) {
    text.append("| Key | Default | Takes | What it does |\n|---|---|---|---|\n");
    for (Key<?> key : keys) {
      text.append("| `").append(key.name()).append("` | ");
      String value = key.defaultText();
      // Long lists may break between their elements.
      text.append(value == null ? "" : "`" + value.replace(",", "`, `") + "`").append(" | ");
      text.append(cell(key.describeType())).append(key.isSecret() ? "; secret" : "").append(" | ");
      text.append(cell(key.text()));
      String[] aliases = key.aliases();
      for (int i = 0; i < aliases.length; i++) {
        text.append(i == 0 ? " Also: `" : ", `").append(aliases[i]).append('`');
      }
      text.append(aliases.length == 0 ? "" : ".").append(" |\n");
    }
  }

  private static String takes(RuleSuffix suffix) {
    return suffix.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A bar would end the cell, in code too. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  /** Two or more lines for each key. */
  static String text() {
    StringBuilder text = new StringBuilder(20_000);
    entries(text, Keys.all());
    for (RuleSuffix suffix : RuleSuffix.all()) {
      String value = suffix.defaultValue();
      text.append("outrider.rules.NAME.").append(suffix.name()).append(" (").append(takes(suffix));
      text.append(value.isEmpty() ? "" : "; default " + value);
      text.append(")\n    ").append(suffix.text()).append('\n');
    }
    entries(text, OtelKeys.all());
    return text.toString();
  }

  private static void entries(StringBuilder text, Key<?>[] keys) {
    for (Key<?> key : keys) {
      text.append(key.name());
      text.append(" (").append(key.describeType());
      text.append(key.defaultText() == null ? "" : "; default " + key.defaultText());
      text.append(")\n    ").append(key.text().replace("`", "")).append('\n');
    }
  }
}
