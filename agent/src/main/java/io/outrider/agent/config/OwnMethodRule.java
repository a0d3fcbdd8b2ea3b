// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import java.util.Set;

/**
 * One rule below {@code outrider.methods}: which methods of the application's own, and what is
 * recorded of them. Immutable.
 */
public final class OwnMethodRule {
  final String name;

  // Empty: any.
  Glob[] classes = {};
  Glob[] methods = {};
  String[] annotations = Key.NONE;
  String[] supertypes = Key.NONE;

  private boolean span = true;
  private boolean timer;
  private String spanName;
  private String kind = "internal";
  private String[] attributes;

  OwnMethodRule(String name) {
    this.name = name;
  }

  void records(boolean spans, boolean timers) {
    span = spans;
    timer = timers;
  }

  void describes(String named, String as, String[] arguments) {
    spanName = named;
    kind = as == null ? kind : as;
    attributes = arguments;
  }

  /** A method as it is when its class is loaded. */
  public interface Candidate {
    String name();

    boolean isPublic();

    /** Whether it or its class carries this annotation, by binary name. */
    boolean bears(String annotation);

    /** Whether its class has a supertype of this binary name. */
    boolean isBelow(String supertype);
  }

  /**
   * Whether the name of a class makes it worth a look; false when only annotations do.
   *
   * @param internalName {@code org/example/Shop$Cart}
   */
  public boolean concerns(String internalName) {
    // Where annotations are asked for, a class that has none of them is not read any further.
    return annotations.length == 0 && isOneOf(classes, internalName);
  }

  /** Where no method is named, those that are public are meant. */
  public boolean matches(String internalName, Candidate method) {
    if (classes.length > 0 && !isOneOf(classes, internalName)
        || methods.length > 0 && !isOneOf(methods, method.name())) {
      return false;
    }
    if (annotations.length == 0) {
      return (methods.length > 0 || method.isPublic()) && hasSupertype(method);
    }
    for (int i = 0; i < annotations.length; i++) {
      if (method.bears(annotations[i])) {
        return hasSupertype(method);
      }
    }
    return false;
  }

  private boolean hasSupertype(Candidate method) {
    for (int i = 0; i < supertypes.length; i++) {
      if (method.isBelow(supertypes[i])) {
        return true;
      }
    }
    return supertypes.length == 0;
  }

  private static boolean isOneOf(Glob[] globs, String text) {
    for (int i = 0; i < globs.length; i++) {
      if (globs[i].matches(text)) {
        return true;
      }
    }
    return false;
  }

  void addAnnotations(Set<String> all) {
    for (int i = 0; i < annotations.length; i++) {
      all.add(annotations[i]);
    }
  }

  /** Whether nearly every class that is loaded has to be looked at for its sake. */
  boolean isBroad() {
    for (int i = 0; annotations.length == 0 && i < classes.length; i++) {
      if (classes[i].prefix().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  public boolean span() {
    return span;
  }

  public boolean timer() {
    return timer;
  }

  /** Null: made of class and method. */
  public String spanName() {
    return spanName;
  }

  /** In lower case: {@code internal}. */
  public String kind() {
    return kind;
  }

  /** By the place of an argument the attribute that it becomes, or null; null: none does. */
  public String[] attributes() {
    return attributes;
  }

  @Override
  public String toString() {
    return name;
  }
}
