// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.outrider.agent.config.Glob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells which rules a path can satisfy at all, by the fixed beginnings of their patterns: a prefix
 * tree, walked once for all rules. A path that begins as none of them does is done with after a few
 * characters, however many rules there are.
 */
final class Beginnings {
  /** The rules from this position on share one bit: each of them is to be asked. */
  static final int REST = 63;

  /** The characters on the way to this node. */
  private final String text;

  /** The rules whose beginning ends here, as bits. */
  private final long rules;

  private final char[] next;
  private final Beginnings[] nodes;

  private Beginnings(String text, long rules, char[] next, Beginnings[] nodes) {
    this.text = text;
    this.rules = rules;
    this.next = next;
    this.nodes = nodes;
  }

  /** Of rules by their position; one without a pattern is satisfied by every path. */
  static Beginnings of(Rule[] rules) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < rules.length; i++) {
      Glob[] places = rules[i].match.places();
      for (Glob place : places) {
        entries.add(new Entry(place.prefix(), 1L << Math.min(i, REST)));
      }
      if (places.length == 0) {
        entries.add(new Entry("", 1L << Math.min(i, REST)));
      }
    }
    return node(entries, 0);
  }

  private static Beginnings node(List<Entry> entries, int from) {
    int to = entries.isEmpty() ? from : entries.get(0).prefix.length();
    for (Entry entry : entries) {
      to = common(entries.get(0).prefix, entry.prefix, from, to);
    }
    String text = entries.isEmpty() ? "" : entries.get(0).prefix.substring(from, to);
    long ending = 0;
    char[] next = {};
    Beginnings[] nodes = {};
    for (Entry entry : entries) {
      if (entry.prefix.length() == to) {
        ending |= entry.rules;
      } else if (indexOf(next, entry.prefix.charAt(to)) < 0) {
        char c = entry.prefix.charAt(to);
        List<Entry> below = new ArrayList<>();
        for (Entry other : entries) {
          if (other.prefix.length() > to && other.prefix.charAt(to) == c) {
            below.add(other);
          }
        }
        next = Arrays.copyOf(next, next.length + 1);
        next[next.length - 1] = c;
        nodes = Arrays.copyOf(nodes, next.length);
        nodes[next.length - 1] = node(below, to + 1);
      }
    }
    return new Beginnings(text, ending, next, nodes);
  }

  private static int common(String one, String other, int from, int to) {
    int end = from;
    while (end < to && end < other.length() && one.charAt(end) == other.charAt(end)) {
      end++;
    }
    return end;
  }

  private static int indexOf(char[] chars, char c) {
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] == c) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The rules that may accept a path, as bits; all others do not.
   *
   * @param path null: those that ask for none
   */
  long candidates(String path) {
    String place = path == null ? "" : path;
    long found = 0;
    int at = 0;
    Beginnings node = this;
    while (place.startsWith(node.text, at)) {
      found |= node.rules;
      at += node.text.length();
      int child = at < place.length() ? indexOf(node.next, place.charAt(at)) : -1;
      if (child < 0) {
        break;
      }
      node = node.nodes[child];
      at++;
    }
    return found;
  }

  private static final class Entry {
    final String prefix;
    final long rules;

    Entry(String prefix, long rules) {
      this.prefix = prefix;
      this.rules = rules;
    }
  }
}
