// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.instrumentation.Library;

/**
 * A method of the application's own that is woven as {@link
 * io.outrider.instrumentation.Shape#METHOD}: what is known of it when its class is loaded.
 */
public final class OwnMethod {
  /** The class that declares it, by its binary name. */
  public final String className;

  public final String name;

  /** As in the class file: {@code (Ljava/lang/String;)V}. */
  public final String descriptor;

  /** The one whose annotation it carries; null when configuration names it. */
  public final Library library;

  /** What {@link MethodRules#rule} said; null when it carries a library's annotation. */
  public final Object rule;

  /** Whether enter gets all arguments as an {@code Object[]} in the place of the first. */
  public final boolean arguments;

  OwnMethod(
      String className,
      String name,
      String descriptor,
      Library library,
      Object rule,
      boolean arguments) {
    this.className = className;
    this.name = name;
    this.descriptor = descriptor;
    this.library = library;
    this.rule = rule;
    this.arguments = arguments;
  }

  @Override
  public String toString() {
    return className + '.' + name;
  }
}
