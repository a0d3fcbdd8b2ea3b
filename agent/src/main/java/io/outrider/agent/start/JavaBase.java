// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.Set;

/**
 * The way into java.base from Java 9 on. Compiled for 9 and loaded only there: the same calls by
 * reflection cost tens of generated classes before main.
 */
final class JavaBase {
  private final MethodHandles.Lookup javaLang;

  private JavaBase(MethodHandles.Lookup javaLang) {
    this.javaLang = javaLang;
  }

  /**
   * Opens java.lang, and exports what knows of archives, to the module of the agent's loader and to
   * no other.
   */
  static JavaBase open(Instrumentation instrumentation) throws IllegalAccessException {
    Set<Module> us = Collections.singleton(JavaBase.class.getModule());
    instrumentation.redefineModule(
        Object.class.getModule(),
        Collections.<Module>emptySet(),
        Collections.singletonMap("jdk.internal.misc", us),
        Collections.singletonMap("java.lang", us),
        Collections.<Class<?>>emptySet(),
        Collections.<Class<?>, java.util.List<Class<?>>>emptyMap());
    return new JavaBase(MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()));
  }

  Class<?> define(byte[] file) throws IllegalAccessException {
    return javaLang.defineClass(file);
  }

  /**
   * Whether this JVM makes a CDS archive or an AOT cache. A class that an agent changes there is
   * left out of it, and JDK 25 then crashes when the cache is used.
   */
  static boolean isTrainingRun() {
    return is("isDumpingArchive") || is("isDumpingClassList");
  }

  private static boolean is(String question) {
    try {
      return ask(question);
    } catch (Throwable e) {
      // A JDK that does not tell, or not in these words.
      return false;
    }
  }

  static boolean ask(String question) throws Throwable {
    Class<?> cds = Class.forName("jdk.internal.misc.CDS", false, null);
    return (boolean)
        MethodHandles.lookup()
            .findStatic(cds, question, MethodType.methodType(boolean.class))
            .invokeExact();
  }
}
