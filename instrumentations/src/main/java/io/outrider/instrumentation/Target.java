// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Some types, and the methods declared in them that are woven. */
public final class Target {
  private final Library library;
  private final List<String> typeNames;
  private final boolean subtypes;
  private final List<Site> sites = new ArrayList<Site>();

  Target(Library library, List<String> typeNames, boolean subtypes) {
    this.library = library;
    this.typeNames = typeNames;
    this.subtypes = subtypes;
  }

  /** A method declared in the woven class that has a body, by name. */
  public Site method(String name) {
    return add(new Site(this, name));
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

  public List<Site> sites() {
    return Collections.unmodifiableList(sites);
  }
}
