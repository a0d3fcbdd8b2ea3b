// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the woven methods of the application's own, so that a call site can say which of them it
 * is in. Holds names only, and those of a class that is loaded again have the number they had.
 */
final class OwnMethods {
  /** More than anybody wants to look at; beyond it methods are left alone. */
  private static final int MOST = 16384;

  private final Map<String, Integer> numbers = new HashMap<String, Integer>();
  private final List<OwnMethod> methods = new ArrayList<OwnMethod>();

  /** False when there is no room for another one. */
  synchronized boolean add(OwnMethod method) {
    String key = key(method.className, method.name, method.descriptor, method.library != null);
    Integer number = numbers.get(key);
    if (number != null) {
      // What is wanted of it may have changed since.
      methods.set(~number, method);
      return true;
    }
    if (methods.size() >= MOST) {
      return false;
    }
    numbers.put(key, ~methods.size());
    methods.add(method);
    return true;
  }

  /** Negative: sites of libraries have the others. */
  synchronized int number(String className, String name, String descriptor, boolean ofLibrary) {
    return numbers.get(key(className, name, descriptor, ofLibrary));
  }

  static boolean isOwn(int number) {
    return number < 0;
  }

  synchronized OwnMethod get(int number) {
    return methods.get(~number);
  }

  private static String key(String className, String name, String descriptor, boolean ofLibrary) {
    return className + (ofLibrary ? '.' : '#') + name + descriptor;
  }
}
