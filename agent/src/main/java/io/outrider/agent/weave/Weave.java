// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.agent.log.AgentLog;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Everything about changing classes, from the agent's start to its last woven class. */
public final class Weave {
  private final Instrumentation instrumentation;
  private final Index index;
  private final Hierarchy hierarchy;
  private final Class<?> dispatcher;
  private final ClassLoader agent;
  private final ClassLoader platform;
  private final Settings settings;
  private final Sites sites;
  private final ConcurrentMap<String, Integer> woven = new ConcurrentHashMap<String, Integer>();
  private volatile Weaving weaving;
  private volatile boolean active;

  /** What the agent's other parts tell weaving, and hear from it. */
  public interface Settings extends Sites.Enabled {
    /** Prefixes of internal names that are left alone. */
    List<String> excluded();

    /** The first class of a library was woven: the application uses something we observe. */
    void activated();
  }

  public Weave(
      Instrumentation instrumentation,
      Index index,
      Class<?> dispatcher,
      ClassLoader agent,
      ClassLoader platform,
      Settings settings) {
    this.instrumentation = instrumentation;
    this.index = index;
    this.dispatcher = dispatcher;
    this.agent = agent;
    this.platform = platform;
    this.settings = settings;
    this.hierarchy = new Hierarchy(index, platform);
    this.sites = new Sites(index, agent, settings);
  }

  /** From here on classes are woven as they are loaded. */
  public void begin(Handlers handlers) throws Exception {
    new Linkage(sites, handlers, agent, platform).install(dispatcher);
    ClassFileTransformer transformer =
        new Transformer(
            index,
            hierarchy,
            sites,
            agent,
            platform,
            settings.excluded(),
            new Transformer.WeaverSource() {
              @Override
              public Weaving weaving() {
                return Weave.this.weaving();
              }

              @Override
              public void woven(ClassLoader loader, String name) {
                Weave.this.woven(loader, name);
              }
            });
    instrumentation.addTransformer(transformer, instrumentation.isRetransformClassesSupported());
  }

  private Weaving weaving() {
    Weaving made = weaving;
    if (made == null) {
      synchronized (sites) {
        made = weaving;
        if (made == null) {
          made = new Weaving(dispatcher, agent, platform);
          weaving = made;
        }
      }
    }
    return made;
  }

  private void woven(ClassLoader loader, String name) {
    woven.put(name, 1);
    AgentLog.debug("weave", name);
    if (!active && loader != null) {
      active = true;
      settings.activated();
    }
  }

  /** The classes woven so far, by internal name. */
  public Map<String, Integer> woven() {
    return woven;
  }

  /**
   * Weaves what was loaded before us: the JDK's own targets, and with an AOT cache or after an
   * attach those of the application. Classes are retransformed one by one when a batch fails, so
   * that one that cannot be changed does not keep the others from it.
   *
   * @param jdk whether classes of the boot loader are wanted; else only those of other loaders
   */
  public void retransformLoaded(boolean jdk) {
    List<Class<?>> targets = new ArrayList<Class<?>>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      boolean isJdk = type.getClassLoader() == null || type.getClassLoader() == platform;
      if ((!isJdk || jdk) && isTarget(type, isJdk) && instrumentation.isModifiableClass(type)) {
        targets.add(type);
      }
    }
    if (targets.isEmpty()) {
      return;
    }
    try {
      instrumentation.retransformClasses(targets.toArray(new Class<?>[0]));
    } catch (Throwable e) {
      for (Class<?> type : targets) {
        try {
          instrumentation.retransformClasses(type);
        } catch (Throwable one) {
          AgentLog.warn("retransform", type.getName() + " is not instrumented", one);
        }
      }
    }
  }

  private boolean isTarget(Class<?> type, boolean jdk) {
    ClassLoader loader = type.getClassLoader();
    if (type.isArray() || type.isPrimitive() || loader == agent) {
      return false;
    }
    String name = type.getName().replace('.', '/');
    if (woven.containsKey(name) && jdk) {
      return false;
    }
    if (index.exact(name) != null) {
      return true;
    }
    try {
      return !jdk
          && !type.isInterface()
          && !(loader instanceof AdapterLoader)
          && !hierarchy.ofLoaded(type).isEmpty();
    } catch (LinkageError e) {
      return false;
    }
  }
}
