// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The woven types of one library, under one name that configuration can switch off. */
public final class Library {
  private final String name;
  private final String versions;
  private final List<Target> targets = new ArrayList<Target>();
  private boolean shared;
  private boolean deferred;

  Library(String name, String versions) {
    this.name = name;
    this.versions = versions;
  }

  /**
   * Weaves exactly these classes (binary names: {@code a.b.Outer$Inner}). Costs one hash look-up
   * per loaded class.
   */
  public Target type(String... classNames) {
    return add(new Target(this, Arrays.asList(classNames), false));
  }

  /**
   * Weaves every class, in any application loader, that extends or implements one of these,
   * directly or not; not classes of the JDK, which are named exactly.
   */
  public Target subtypesOf(String... superTypeNames) {
    return add(new Target(this, Arrays.asList(superTypeNames), true));
  }

  /**
   * Weaves the methods, in any class of an application, that carry one of these annotations. Costs
   * a class that carries none nothing: the constant pool is looked through for names of methods in
   * any case, and those of annotations stand among them.
   */
  public Target annotated(String... annotationNames) {
    return add(new Target(this, Arrays.asList(annotationNames), false, true));
  }

  /**
   * Says that the adapters use nothing but the JDK. They are then loaded once for all application
   * loaders, so that what they learn of an object in one loader (a driver's statement) is known in
   * another (the pool's).
   */
  public Library shared() {
    shared = true;
    return this;
  }

  /**
   * Says that the exact types of this library (such as classes of the JDK that nearly every
   * application uses) are woven only once another library is in use: until then there is no context
   * to carry or to write into a log, and nothing to pay.
   */
  public Library deferred() {
    deferred = true;
    return this;
  }

  public boolean isDeferred() {
    return deferred;
  }

  private Target add(Target target) {
    targets.add(target);
    return target;
  }

  public String name() {
    return name;
  }

  public String versions() {
    return versions;
  }

  public boolean isShared() {
    return shared;
  }

  public List<Target> targets() {
    return Collections.unmodifiableList(targets);
  }
}
