// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Some types, and the methods declared in them that are woven; or some annotations, and the methods
 * that carry them.
 */
public final class Target {
  private final Library library;
  private final List<String> typeNames;
  private final boolean subtypes;
  private final boolean annotations;
  private final List<Site> sites = new ArrayList<Site>();

  Target(Library library, List<String> typeNames, boolean subtypes) {
    this(library, typeNames, subtypes, false);
  }

  Target(Library library, List<String> typeNames, boolean subtypes, boolean annotations) {
    this.library = library;
    this.typeNames = typeNames;
    this.subtypes = subtypes;
    this.annotations = annotations;
  }

  /** A method declared in the woven class that has a body, by name. */
  public Site method(String name) {
    return add(new Site(this, name));
  }

  /** Every method that carries one of the annotations. Only {@link Shape#METHOD} fits it. */
  public Site anyMethod() {
    return add(new Site(this, Site.ANY));
  }

  /**
   * A constructor. Only {@link Shape#WRAP}, and {@link Shape#AFTER} for what it has made without
   * throwing, can be woven into one.
   */
  public Site constructor() {
    return add(new Site(this, Site.CONSTRUCTOR));
  }

  private Site add(Site site) {
    sites.add(site);
    return site;
  }

  public Library library() {
    return library;
  }

  public List<String> typeNames() {
    return Collections.unmodifiableList(typeNames);
  }

  public boolean subtypes() {
    return subtypes;
  }

  /** Whether the names are those of annotations. */
  public boolean annotations() {
    return annotations;
  }

  public List<Site> sites() {
    return Collections.unmodifiableList(sites);
  }
}
