// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The spans of one trace, as they were at one moment, and how they hang together. */
final class Trace {
  final String id;
  final List<Span> spans;

  /** Whether it was shown before, with fewer spans. */
  final boolean grown;

  private final Map<String, List<Span>> children = new HashMap<>();
  private final Map<String, Span> byId = new HashMap<>();

  Trace(String id, List<Span> spans, boolean grown) {
    this.id = id;
    this.spans = spans;
    this.grown = grown;
    spans.sort(Comparator.<Span>comparingLong(s -> s.start).thenComparingLong(s -> -s.end));
    for (Span span : spans) {
      byId.put(span.id, span);
    }
    for (Span span : spans) {
      children.computeIfAbsent(span.parentId, key -> new ArrayList<>()).add(span);
    }
  }

  /** Spans without a parent, or whose parent did not come; by start. */
  List<Span> roots() {
    List<Span> roots = new ArrayList<>();
    for (Span span : spans) {
      if (!byId.containsKey(span.parentId)) {
        roots.add(span);
      }
    }
    return roots;
  }

  List<Span> childrenOf(Span span) {
    List<Span> found = children.get(span.id);
    return found == null ? new ArrayList<>() : found;
  }

  long start() {
    long start = Long.MAX_VALUE;
    for (Span span : spans) {
      start = Math.min(start, span.start);
    }
    return start;
  }

  long end() {
    long end = Long.MIN_VALUE;
    for (Span span : spans) {
      end = Math.max(end, Math.max(span.start, span.end));
    }
    return end;
  }

  Set<String> services() {
    Set<String> services = new HashSet<>();
    for (Span span : spans) {
      services.add(span.service);
    }
    return services;
  }

  int errors() {
    int errors = 0;
    for (Span span : spans) {
      if (span.error) {
        errors++;
      }
    }
    return errors;
  }

  /** True when one root is there, no parent is missing, and each answered HTTP call has a child. */
  boolean looksWhole() {
    List<Span> roots = roots();
    if (roots.size() != 1 || !roots.get(0).parentId.isEmpty()) {
      return false;
    }
    for (Span span : spans) {
      boolean answered = span.attributes.containsKey("http.response.status_code");
      if (span.kind == Span.CLIENT && answered && childrenOf(span).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Whether the id, a name, a service or the value of an attribute contains the text. */
  boolean matches(String text) {
    if (text.isEmpty() || id.contains(text)) {
      return true;
    }
    for (Span span : spans) {
      if (span.name.contains(text) || span.service.contains(text)) {
        return true;
      }
      for (String value : span.attributes.values()) {
        if (value.contains(text)) {
          return true;
        }
      }
    }
    return false;
  }
}
