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
  private final ClassHeader.Names words;
  private final MethodRules rules;
  private final Map<ClassLoader, Boolean> annotated = new IdentityHashMap<ClassLoader, Boolean>();

  /**
   * @param rules null: none
   */
  OwnTargets(ClassHeader.Names words, MethodRules rules) {
    this.words = words;
    this.rules = rules;
  }

  boolean contains(Class<?> type, Set<String> annotations) {
    String name = type.getName().replace('.', '/');
    if (rules != null && rules.concerns(name)) {
      return true;
    }
    ClassLoader loader = type.getClassLoader();
    Boolean known = annotated.get(loader);
    if (known == null) {
      known = hasAny(loader, annotations) || rules != null && hasAny(loader, rules.annotations());
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
