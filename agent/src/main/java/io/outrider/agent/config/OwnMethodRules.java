// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules below {@code outrider.methods}, and what {@code otel.instrumentation.methods.include}
 * lists: which methods of the application's own get spans and timers.
 */
public final class OwnMethodRules {
  private static final String PREFIX = "outrider.methods";
  private static final String INCLUDE = "otel.instrumentation.methods.include";
  private static final String[] SUFFIXES = {
    "class",
    "method",
    "annotation",
    "subtype-of",
    "span",
    "span-name",
    "kind",
    "timer",
    "attributes"
  };
  private static final int MOST_ARGUMENTS = 255;

  private final List<OwnMethodRule> rules = new ArrayList<OwnMethodRule>();
  private final List<String> problems = new ArrayList<String>();
  private final List<String> warnings = new ArrayList<String>();

  private OwnMethodRules() {}

  /** Whether there is anything to read; costs next to nothing where there is not. */
  public static boolean areIn(Config config) {
    return config.source(INCLUDE) != null || !config.sections(PREFIX).isEmpty();
  }

  /** Reads the rules; what was wrong is in {@link #problems}. */
  public static OwnMethodRules read(Config config) {
    OwnMethodRules read = new OwnMethodRules();
    Map<String, Map<String, String>> named = config.sections(PREFIX, SUFFIXES);
    for (Map.Entry<String, Map<String, String>> entry : named.entrySet()) {
      String suffix = knownSuffix(entry.getValue());
      // An unknown one has been reported with all other unknown keys.
      if (suffix != null) {
        read.add(config, entry.getKey(), suffix);
      }
    }
    if (config.source(INCLUDE) != null) {
      read.include(config);
    }
    return read;
  }

  private void add(Config config, String name, String suffix) {
    try {
      OwnMethodRule rule = rule(config, name);
      rules.add(rule);
      if (rule.isBroad()) {
        warnings.add(
            "The rule "
                + PREFIX
                + "."
                + name
                + " has a class pattern that begins with *: every class that is loaded is read for"
                + " it, which delays the start. Fix: write the package before it, as in"
                + " com.acme.**.");
      }
    } catch (BadValue bad) {
      problems.add(
          "The rule "
              + PREFIX
              + "."
              + name
              + " ("
              + config.source(PREFIX + "." + name + "." + suffix)
              + ") is left out: "
              + bad.allowed
              + "."
              + (bad.fix == null ? "" : " Fix: " + bad.fix + "."));
    }
  }

  private static String knownSuffix(Map<String, String> settings) {
    for (int i = 0; i < SUFFIXES.length; i++) {
      if (settings.containsKey(SUFFIXES[i])) {
        return SUFFIXES[i];
      }
    }
    return null;
  }

  private static OwnMethodRule rule(Config config, String name) throws BadValue {
    OwnMethodRule rule = new OwnMethodRule(name);
    rule.classes = classes(list(config, Keys.METHODS_CLASS, name));
    rule.methods = methods(list(config, Keys.METHODS_METHOD, name));
    rule.annotations = types(list(config, Keys.METHODS_ANNOTATION, name), "an annotation");
    rule.supertypes = types(list(config, Keys.METHODS_SUBTYPE_OF, name), "a supertype");
    if (rule.classes.length == 0 && rule.annotations.length == 0) {
      throw new BadValue(
          "it names neither class nor annotation",
          "set " + PREFIX + "." + name + ".class, such as com.acme.**.*Service");
    }
    boolean span = !Boolean.FALSE.equals(config.get(Keys.METHODS_SPAN, name));
    boolean timer = Boolean.TRUE.equals(config.get(Keys.METHODS_TIMER, name));
    if (!span && !timer) {
      throw new BadValue("it records nothing: span is false, timer not true", "set timer=true");
    }
    rule.records(span, timer);
    String[] attributes = attributes(list(config, Keys.METHODS_ATTRIBUTES, name));
    if (!span && attributes != null) {
      throw new BadValue(
          "attributes are those of spans, and span is false", "remove one of the two");
    }
    rule.describes(
        config.get(Keys.METHODS_SPAN_NAME, name), config.get(Keys.METHODS_KIND, name), attributes);
    return rule;
  }

  private static List<String> list(Config config, Key<List<String>> key, String name) {
    List<String> values = config.get(key, name);
    return values == null ? Collections.<String>emptyList() : values;
  }

  private static Glob[] classes(List<String> patterns) throws BadValue {
    Glob[] globs = new Glob[patterns.size()];
    for (int i = 0; i < globs.length; i++) {
      String pattern = patterns.get(i);
      if (!isName(pattern, ".*")) {
        throw new BadValue(
            "a class is a name with dots, in which * stands within a package and ** for any"
                + " packages; "
                + Problem.quote(pattern)
                + " is none",
            "write it like com.acme.**.*Service");
      }
      if (pattern.indexOf('.') < 0 && pattern.indexOf('*') < 0) {
        throw new BadValue(
            "a class has its package before it; " + Problem.quote(pattern) + " has none",
            "write **." + pattern + " or, better, its package");
      }
      globs[i] = glob(pattern.replace('.', '/'), true);
    }
    return globs;
  }

  private static Glob[] methods(List<String> patterns) throws BadValue {
    Glob[] globs = new Glob[patterns.size()];
    for (int i = 0; i < globs.length; i++) {
      String pattern = patterns.get(i);
      if (!isName(pattern, "*")) {
        throw new BadValue(
            "a method is a name alone, which may hold *; "
                + Problem.quote(pattern)
                + " is none (constructors cannot be named)",
            "write it like place*");
      }
      globs[i] = glob(pattern, false);
    }
    return globs;
  }

  private static String[] types(List<String> names, String what) throws BadValue {
    for (String name : names) {
      if (!isName(name, ".")) {
        throw new BadValue(
            what
                + " is the name of a class, written out without *; "
                + Problem.quote(name)
                + " is none",
            "write it like com.acme.Timed");
      }
      if (name.indexOf('.') < 0) {
        throw new BadValue(
            what + " has its package before it; " + Problem.quote(name) + " has none", null);
      }
    }
    return names.toArray(Key.NONE);
  }

  /** By the place of the argument; null: none. */
  private static String[] attributes(List<String> texts) throws BadValue {
    String[] names = null;
    for (String text : texts) {
      int colon = text.indexOf(':', 4);
      int place = -1;
      if (text.startsWith("arg:") && colon > 4 && colon + 1 < text.length()) {
        try {
          place = Integer.parseInt(text.substring(4, colon).trim());
        } catch (NumberFormatException e) {
          // Said below.
        }
      }
      if (place < 0 || place >= MOST_ARGUMENTS) {
        throw new BadValue(
            "an attribute is arg:, the place of an argument from 0 on, and a name; "
                + Problem.quote(text)
                + " is not",
            "write it like arg:0:order.id");
      }
      if (names == null || names.length <= place) {
        names = names == null ? new String[place + 1] : Arrays.copyOf(names, place + 1);
      }
      names[place] = text.substring(colon + 1).trim();
    }
    return names;
  }

  private static Glob glob(String pattern, boolean path) throws BadValue {
    try {
      return path ? Glob.path(pattern) : Glob.text(pattern);
    } catch (IllegalArgumentException e) {
      throw new BadValue(
          Problem.quote(pattern.replace('/', '.')) + " has " + e.getMessage(), "shorten it");
    }
  }

  private static boolean isName(String text, String others) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isJavaIdentifierPart(c) && others.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** As OpenTelemetry writes it: {@code com.acme.Foo[bar,baz];com.acme.Other[*]}. */
  private void include(Config config) {
    for (String part : config.raw(INCLUDE).split(";")) {
      String text = part.trim();
      int open = text.indexOf('[');
      if (text.isEmpty()) {
        continue;
      }
      try {
        if (open <= 0 || !text.endsWith("]") || text.length() - open < 3) {
          throw new BadValue(
              "each part is a class and its methods; " + Problem.quote(text) + " is not",
              "write it like com.acme.Foo[bar,baz];com.acme.Other[qux]");
        }
        OwnMethodRule rule = new OwnMethodRule(text);
        rule.classes = classes(Collections.singletonList(text.substring(0, open).trim()));
        List<String> names = new ArrayList<String>();
        for (String name : text.substring(open + 1, text.length() - 1).split(",")) {
          names.add(name.trim());
        }
        rule.methods = methods(names);
        rules.add(rule);
      } catch (BadValue bad) {
        problems.add(
            INCLUDE
                + " ("
                + config.source(INCLUDE)
                + ") has a part that is left out: "
                + bad.allowed
                + "."
                + (bad.fix == null ? "" : " Fix: " + bad.fix + "."));
      }
    }
  }

  /** In the order in which they are asked. */
  public List<OwnMethodRule> all() {
    return Collections.unmodifiableList(rules);
  }

  /** Binary names of all annotations that rules ask for. */
  public Set<String> annotations() {
    Set<String> all = new HashSet<String>();
    for (OwnMethodRule rule : rules) {
      rule.addAnnotations(all);
    }
    return all;
  }

  /** Each rule that had to be left out, as a whole message. */
  public List<String> problems() {
    return Collections.unmodifiableList(problems);
  }

  /** What is used as it stands and may cost more than was meant. */
  public List<String> warnings() {
    return Collections.unmodifiableList(warnings);
  }
}
