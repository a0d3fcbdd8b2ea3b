// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import io.outrider.agent.config.Source.Entry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Gathers what all sources say below one prefix, by NAME. */
final class Section {
  private final String prefix;
  private final String[] suffixes;

  /** NAME as somebody spelled it, by its canonical form. */
  private final Map<String, String> spelling = new HashMap<String, String>();

  /** suffix to text, by canonical NAME, in the order of the answer. */
  private final Map<String, Map<String, String>> inFile =
      new LinkedHashMap<String, Map<String, String>>();

  private final Map<String, Map<String, String>> elsewhere =
      new TreeMap<String, Map<String, String>>();

  /**
   * @param prefix in canonical form
   */
  Section(String prefix, String[] suffixes) {
    this.prefix = prefix.endsWith(".") ? prefix : prefix + ".";
    this.suffixes = suffixes;
  }

  Map<String, Map<String, String>> read(Source[] sources) {
    // From the weakest up: the order of the file comes first, and stronger values replace.
    for (int i = sources.length - 1; i >= 0; i--) {
      for (Entry entry : sources[i].entries()) {
        if (entry.canonical.length() > prefix.length() && entry.canonical.startsWith(prefix)) {
          add(entry, i == sources.length - 1);
        }
      }
    }
    Map<String, Map<String, String>> section = new LinkedHashMap<String, Map<String, String>>();
    append(section, elsewhere);
    append(section, inFile);
    return section;
  }

  private void add(Entry entry, boolean file) {
    String rest = entry.canonical.substring(prefix.length());
    String spelled = entry.variable ? null : entry.name.substring(prefix.length());
    String suffix = suffixOf(rest);
    int nameEnd;
    if (suffix != null) {
      nameEnd = rest.length() - suffix.length() - 1;
    } else {
      nameEnd = nameEnd(rest);
      String whole = spelled == null ? rest : spelled;
      suffix = nameEnd == rest.length() ? "" : whole.substring(nameEnd + 1);
    }
    String name = rest.substring(0, nameEnd);
    if (spelled != null) {
      spelling.put(name, spelled.substring(0, nameEnd));
    }
    Map<String, String> known = inFile.get(name);
    if (known == null) {
      Map<String, Map<String, String>> group = file ? inFile : elsewhere;
      known = group.get(name);
      if (known == null) {
        known = new LinkedHashMap<String, String>();
        group.put(name, known);
      }
    }
    known.put(suffix, entry.value.trim());
  }

  /** Without a known suffix: the end of a name seen before, or else of the first word. */
  private int nameEnd(String rest) {
    int end = rest.indexOf('.');
    for (String name : spelling.keySet()) {
      if (name.length() > end && rest.startsWith(name + ".")) {
        end = name.length();
      }
    }
    return end < 0 ? rest.length() : end;
  }

  /** The longest known suffix that follows a name; null when none does. */
  private String suffixOf(String rest) {
    String longest = null;
    for (int i = 0; i < suffixes.length; i++) {
      String suffix = suffixes[i];
      boolean follows =
          rest.length() > suffix.length() + 1
              && rest.charAt(rest.length() - suffix.length() - 1) == '.'
              && rest.endsWith(Names.canonical(suffix));
      if (follows && (longest == null || suffix.length() > longest.length())) {
        longest = suffix;
      }
    }
    return longest;
  }

  private void append(
      Map<String, Map<String, String>> section, Map<String, Map<String, String>> group) {
    for (Map.Entry<String, Map<String, String>> named : group.entrySet()) {
      String spelled = spelling.get(named.getKey());
      // A variable cannot say which of its underscores were dashes: nearly all of them in names.
      String name = spelled == null ? named.getKey().replace('.', '-') : spelled;
      section.put(name, named.getValue());
    }
  }
}
