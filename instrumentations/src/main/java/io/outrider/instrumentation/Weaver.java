// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Collects what an {@link Instrumentation} wants woven. Read at build time for the index, at run
 * time on a hit.
 */
public final class Weaver {
  private final List<Library> libraries = new ArrayList<Library>();

  /**
   * @param name the library's name in configuration ({@code
   *     outrider.instrumentation.NAME.enabled}), in lower case
   * @param versions what is supported, for people, such as {@code "3.0 to 6.1"}
   */
  public Library library(String name, String versions) {
    Library library = new Library(name, versions);
    libraries.add(library);
    return library;
  }

  public List<Library> libraries() {
    return Collections.unmodifiableList(libraries);
  }
}
