// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Puts the dispatcher into java.lang.
 *
 * <p>From 9 on it is defined there through a lookup, which needs java.lang open to the agent's
 * loader: to that loader's own module, not to the application's class path, for which it stays
 * closed. Nothing is appended to the boot class path, because that costs the application its share
 * of a CDS archive. On 8 there is no such lookup: the JAR is appended, and the boot loader sees the
 * dispatcher in it and nothing else of use.
 */
final class Dispatcher {
  static final String NAME = "java.lang.OutriderDispatch";
  private static final String HANDLES = "java.lang.OutriderDispatch$Handles";

  private Dispatcher() {}

  /** True when an agent of ours was here before. */
  static boolean isDefined() {
    try {
      Class.forName(NAME, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  static Class<?> define(Instrumentation instrumentation, File jar) throws Exception {
    Method redefineModule = redefineModule();
    if (redefineModule == null) {
      instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar));
      return Class.forName(NAME, false, null);
    }
    open(redefineModule, instrumentation, "java.lang");
    Object lookup =
        MethodHandles.class
            .getMethod("privateLookupIn", Class.class, MethodHandles.Lookup.class)
            .invoke(null, Object.class, MethodHandles.lookup());
    Method defineClass = MethodHandles.Lookup.class.getMethod("defineClass", byte[].class);
    JarFile file = new JarFile(jar, false);
    try {
      Class<?> dispatcher = (Class<?>) defineClass.invoke(lookup, (Object) read(file, NAME));
      defineClass.invoke(lookup, (Object) read(file, HANDLES));
      return dispatcher;
    } finally {
      file.close();
    }
  }

  /**
   * A training run makes a CDS archive or an AOT cache; a class that an agent changes there is left
   * out of it, and JDK 25 then crashes when the cache is used.
   */
  static boolean isTrainingRun(Instrumentation instrumentation) {
    try {
      Method redefineModule = redefineModule();
      if (redefineModule == null) {
        return false;
      }
      export(redefineModule, instrumentation, "jdk.internal.misc");
      Class<?> cds = Class.forName("jdk.internal.misc.CDS", false, null);
      return is(cds, "isDumpingArchive") || is(cds, "isDumpingClassList");
    } catch (Throwable e) {
      return false;
    }
  }

  private static boolean is(Class<?> cds, String question) throws Exception {
    try {
      return (Boolean) cds.getMethod(question).invoke(null);
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static Method redefineModule() {
    for (Method method : Instrumentation.class.getMethods()) {
      if (method.getName().equals("redefineModule")) {
        return method;
      }
    }
    return null;
  }

  private static void open(Method redefineModule, Instrumentation instrumentation, String name)
      throws Exception {
    Map<String, Set<Object>> opens = toUs(name);
    redefine(redefineModule, instrumentation, new HashMap<String, Set<Object>>(), opens);
  }

  private static void export(Method redefineModule, Instrumentation instrumentation, String name)
      throws Exception {
    Map<String, Set<Object>> exports = toUs(name);
    redefine(redefineModule, instrumentation, exports, new HashMap<String, Set<Object>>());
  }

  private static Map<String, Set<Object>> toUs(String packageName) throws Exception {
    return Collections.singletonMap(packageName, Collections.singleton(module(Dispatcher.class)));
  }

  private static Object module(Class<?> type) throws Exception {
    return Class.class.getMethod("getModule").invoke(type);
  }

  private static void redefine(
      Method redefineModule,
      Instrumentation instrumentation,
      Map<String, Set<Object>> exports,
      Map<String, Set<Object>> opens)
      throws Exception {
    redefineModule.invoke(
        instrumentation,
        module(Object.class),
        Collections.emptySet(),
        exports,
        opens,
        Collections.emptySet(),
        Collections.emptyMap());
  }

  private static byte[] read(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name.replace('.', '/') + ".class");
    if (entry == null) {
      throw new IOException("no " + name + " in " + jar.getName());
    }
    InputStream in = jar.getInputStream(entry);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    int count = in.read(buffer);
    while (count >= 0) {
      out.write(buffer, 0, count);
      count = in.read(buffer);
    }
    in.close();
    return out.toByteArray();
  }
}
