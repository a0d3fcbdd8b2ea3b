// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import io.outrider.agent.guard.RuleSuffix;
import java.util.List;

/** Finds the key that a canonical name belongs to. */
final class KeyTable {
  private static final Key<?>[] OURS = Keys.all();

  private KeyTable() {}

  /** Null when there is none. The keys of OpenTelemetry are loaded only when one is asked for. */
  static Key<?> find(String canonical) {
    Key<?> key = find(OURS, canonical);
    return key == null && canonical.startsWith("otel.") ? find(OtelKeys.all(), canonical) : key;
  }

  private static Key<?> find(Key<?>[] keys, String canonical) {
    for (int i = 0; i < keys.length; i++) {
      Key<?> key = keys[i];
      if (!key.isWildcard() && isName(key, canonical)) {
        return key;
      }
    }
    // Second, since outrider.instrumentation.default-enabled would also fit ...NAME.enabled.
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].isWildcard() && nameIn(keys[i], canonical) != null) {
        return keys[i];
      }
    }
    return null;
  }

  private static boolean isName(Key<?> key, String canonical) {
    if (same(key.name, canonical)) {
      return true;
    }
    for (int i = 0; i < key.aliases.length; i++) {
      if (same(key.aliases[i], canonical)) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(String name, String canonical) {
    return name.length() == canonical.length() && Names.canonical(name).equals(canonical);
  }

  /** What stands where a wildcard key has NAME; null when the name is not of that key. */
  private static String nameIn(Key<?> key, String canonical) {
    int wildcard = key.name.indexOf(".NAME.");
    String prefix = key.name.substring(0, wildcard + 1);
    String suffix = Names.canonical(key.name.substring(wildcard + 5));
    boolean fits =
        canonical.length() > prefix.length() + suffix.length()
            && canonical.startsWith(prefix)
            && canonical.endsWith(suffix);
    return fits ? canonical.substring(prefix.length(), canonical.length() - suffix.length()) : null;
  }

  /**
   * True for {@code outrider.timeout.request} and the like: what guards take as a rule for every
   * call, and check themselves, mistakes within such a group included.
   */
  static boolean isRuleShorthand(String canonical) {
    List<RuleSuffix> suffixes = RuleSuffix.all();
    for (int i = 0; i < suffixes.size(); i++) {
      String suffix = suffixes.get(i).name();
      int dot = suffix.lastIndexOf('.');
      if (dot > 0
          && !suffix.startsWith("match.")
          && canonical.startsWith("outrider." + Names.canonical(suffix.substring(0, dot + 1)))) {
        return true;
      }
    }
    return false;
  }

  /** The key of ours that was meant, spelled as a property; null when none is near. */
  static String suggest(String canonical) {
    String[] candidates = new String[OURS.length];
    String[] canonicals = new String[OURS.length];
    for (int i = 0; i < OURS.length; i++) {
      candidates[i] = withNameOf(OURS[i].name, canonical);
      canonicals[i] = Names.canonical(candidates[i]).substring("outrider.".length());
    }
    String near = Suggestion.nearest(canonical.substring("outrider.".length()), canonicals);
    for (int i = 0; i < canonicals.length; i++) {
      if (canonicals[i].equals(near)) {
        return candidates[i];
      }
    }
    return null;
  }

  /** A wildcard's NAME replaced by what the unknown key has in that place. */
  private static String withNameOf(String keyName, String canonical) {
    int wildcard = keyName.indexOf(".NAME.");
    int lastDot = canonical.lastIndexOf('.');
    if (wildcard < 0
        || lastDot <= wildcard + 1
        || !canonical.startsWith(keyName.substring(0, wildcard + 1))) {
      return keyName;
    }
    String name = canonical.substring(wildcard + 1, lastDot);
    return keyName.substring(0, wildcard + 1) + name + keyName.substring(wildcard + 5);
  }
}
