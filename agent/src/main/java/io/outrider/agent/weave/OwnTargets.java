// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.io.InputStream;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds, among classes that were loaded before us, those with methods that carry an annotation. A
 * loaded class does not tell without loading more, so its file is read; but only where the loader
 * has one of the annotations at all.
 */
final class OwnTargets {
  private final Index index;
  private final MethodRules rules;
  private ClassHeader.Names words; // made when the first class file is read
  private final Map<ClassLoader, Boolean> annotated = new IdentityHashMap<ClassLoader, Boolean>();

  /**
   * @param rules null: none
   */
  OwnTargets(Index index, MethodRules rules) {
    this.index = index;
    this.rules = rules;
  }

  boolean contains(Class<?> type) {
    String name = type.getName().replace('.', '/');
    if (rules != null && rules.concerns(name)) {
      return true;
    }
    ClassLoader loader = type.getClassLoader();
    Boolean known = annotated.get(loader);
    if (known == null) {
      known =
          hasAny(loader, index.annotations())
              || rules != null && hasAny(loader, rules.annotations());
      annotated.put(loader, known);
    }
    return known && mentions(loader, name);
  }

  private static boolean hasAny(ClassLoader loader, Set<String> annotations) {
    for (String annotation : annotations) {
      try {
        if (loader.getResource(annotation.replace('.', '/') + ".class") != null) {
          return true;
        }
      } catch (RuntimeException e) {
        // A loader that is closed, or odd: nothing of it is looked at.
      }
    }
    return false;
  }

  private boolean mentions(ClassLoader loader, String name) {
    if (words == null) {
      words = Transformer.words(index, rules);
    }
    try {
      InputStream in = loader.getResourceAsStream(name + ".class");
      return in != null
          && (new ClassHeader(Hierarchy.bytes(in)).find(words) & ClassHeader.MENTIONS) != 0;
    } catch (Exception e) {
      return false;
    } catch (LinkageError e) {
      return false;
    }
  }
}
