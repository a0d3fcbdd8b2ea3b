// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.security.ProtectionDomain;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads adapters where they see both the library and the agent's interfaces: one for each
 * application loader. It is held weakly; the call sites linked to its adapters keep it alive, so
 * that it goes when the application goes.
 */
final class AdapterLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String LIBRARIES = "io.outrider.instrumentation.";

  private static final ProtectionDomain DOMAIN = AdapterLoader.class.getProtectionDomain();

  private final ClassLoader agent;

  /** Adapters are stateless, or hold what all sites of one application share: one instance each. */
  private final ConcurrentHashMap<String, Object> adapters =
      new ConcurrentHashMap<String, Object>();

  /** What was found out about adapters; empty for those that fit. Dozens of sites share one. */
  private final ConcurrentHashMap<String, String> misfits = new ConcurrentHashMap<String, String>();

  /**
   * @param application the platform loader for libraries of the JDK
   */
  AdapterLoader(ClassLoader application, ClassLoader agent) {
    super(application);
    this.agent = agent;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("io.outrider.")) {
      return super.loadClass(name, resolve);
    }
    if (!isAdapters(name)) {
      return agent.loadClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> type = findLoadedClass(name);
      if (type == null) {
        byte[] file = classFile(name);
        type = defineClass(name, file, 0, file.length, DOMAIN);
      }
      return type;
    }
  }

  /** Classes in a library's own package; the interfaces all share are above it. */
  private static boolean isAdapters(String name) {
    return name.startsWith(LIBRARIES) && name.indexOf('.', LIBRARIES.length()) > 0;
  }

  byte[] classFile(String name) throws ClassNotFoundException {
    InputStream in = agent.getResourceAsStream(name.replace('.', '/') + ".class");
    if (in == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      return Hierarchy.bytes(in);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /**
   * @return what an adapter needs and the application's loader does not have, or null
   */
  String misfit(String adapter) {
    String misfit = misfits.get(adapter);
    if (misfit == null) {
      misfit = LinkCheck.misfit(adapter, this);
      misfits.put(adapter, misfit == null ? "" : misfit);
    }
    return misfit == null || misfit.isEmpty() ? null : misfit;
  }

  Object adapter(String name) throws Exception {
    Object adapter = adapters.get(name);
    if (adapter == null) {
      Constructor<?> constructor = loadClass(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      adapter = constructor.newInstance();
      Object first = adapters.putIfAbsent(name, adapter);
      adapter = first == null ? adapter : first;
    }
    return adapter;
  }
}
