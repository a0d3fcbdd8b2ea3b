// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one source says: system properties, the environment or the file. */
final class Source {
  static final class Entry {
    /** As it is spelled there. */
    final String name;

    final String canonical;
    final String value;

    /** Where it stands, for messages. */
    final String where;

    final boolean variable;

    Entry(String name, String value, String where, boolean variable) {
      this.name = name;
      this.canonical = Names.canonical(name);
      this.value = value;
      this.where = where;
      this.variable = variable;
    }
  }

  /** What tells the text of a file from another one; of a file that has none, the reason why. */
  long fingerprint;

  /** False for a file that could not be read, and so says nothing. */
  boolean usable = true;

  private final Map<String, Entry> byName = new HashMap<String, Entry>();
  private final List<Entry> entries = new ArrayList<Entry>();

  static Source properties(Map<String, String> properties) {
    Source source = new Source();
    for (String name : sorted(properties)) {
      String value = properties.get(name);
      if (Names.isOurs(name) && value != null) {
        source.put(new Entry(name, value, "system property " + name, false));
      }
    }
    return source;
  }

  static Source environment(Map<String, String> environment) {
    Source source = new Source();
    for (String name : sorted(environment)) {
      String value = environment.get(name);
      if (Names.isOurVariable(name) && value != null && !Names.isServiceLink(name, value)) {
        source.put(new Entry(name, value, "environment variable " + name, true));
      }
    }
    return source;
  }

  /** So that the order does not depend on that of a hash table. */
  private static String[] sorted(Map<String, String> map) {
    int count = 0;
    String[] names = new String[map.size()];
    for (String name : map.keySet()) {
      if (count < names.length && (Names.isOurs(name) || Names.isOurVariable(name))) {
        names[count++] = name;
      }
    }
    String[] ours = Arrays.copyOf(names, count);
    if (count > 1) {
      Arrays.sort(ours);
    }
    return ours;
  }

  /** An empty value is the same as none, as OpenTelemetry says. */
  void put(Entry entry) {
    if (!entry.value.trim().isEmpty() && !byName.containsKey(entry.canonical)) {
      byName.put(entry.canonical, entry);
      entries.add(entry);
    }
  }

  Entry get(String canonical) {
    return byName.get(canonical);
  }

  /** In the order of the source. */
  List<Entry> entries() {
    return entries;
  }
}
