// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads one scalar out of block-style YAML, for a start that must not load a YAML library.
 *
 * <p>It follows indentation and dotted keys. Documents bound to a profile are skipped, as nobody
 * knows yet which profiles will be active. Everything else of YAML is not understood, and then
 * there is no value.
 */
final class SmallYaml {

  private SmallYaml() {}

  /** Returns the first value of the dotted key, or null. */
  static String value(String text, String key) {
    List<String> path = new ArrayList<>();
    List<Integer> indents = new ArrayList<>();
    String found = null;
    boolean profile = false;
    for (String line : text.split("\r?\n")) {
      if (line.startsWith("---")) {
        if (found != null && !profile) {
          return found;
        }
        found = null;
        profile = false;
        path.clear();
        indents.clear();
        continue;
      }
      int indent = indent(line);
      int colon = colon(line, indent);
      if (colon < 0) {
        continue;
      }
      while (!indents.isEmpty() && indents.get(indents.size() - 1) >= indent) {
        indents.remove(indents.size() - 1);
        path.remove(path.size() - 1);
      }
      indents.add(indent);
      path.add(unquoted(line.substring(indent, colon).trim()));
      String full = String.join(".", path);
      if (full.startsWith("spring.config.activate") || full.equals("spring.profiles")) {
        profile = true;
      }
      if (found == null && full.equals(key)) {
        String value = scalar(line.substring(colon + 1));
        found = value.isEmpty() ? null : value;
      }
    }
    return profile ? null : found;
  }

  private static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }

  /** Returns where the key ends, or -1 for a line that is not key and value. */
  private static int colon(String line, int indent) {
    if (indent == line.length()) {
      return -1;
    }
    char first = line.charAt(indent);
    if (first == '#' || first == '-') {
      return -1;
    }
    for (int i = indent; i < line.length(); i++) {
      if (line.charAt(i) == ':' && (i + 1 == line.length() || line.charAt(i + 1) == ' ')) {
        return i;
      }
    }
    return -1;
  }

  private static String scalar(String text) {
    String value = text.trim();
    if (!value.isEmpty() && (value.charAt(0) == '"' || value.charAt(0) == '\'')) {
      int end = value.indexOf(value.charAt(0), 1);
      return end < 0 ? "" : value.substring(1, end);
    }
    if (value.startsWith("#") || value.startsWith("|") || value.startsWith(">")) {
      return "";
    }
    int comment = value.indexOf(" #");
    return comment < 0 ? value : value.substring(0, comment).trim();
  }

  private static String unquoted(String key) {
    int last = key.length() - 1;
    boolean quoted = last > 0 && (key.charAt(0) == '"' || key.charAt(0) == '\'');
    return quoted && key.charAt(last) == key.charAt(0) ? key.substring(1, last) : key;
  }
}
