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
  private volatile boolean deferredToo;
  private Linkage linkage;

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
    linkage = new Linkage(sites, handlers, agent, platform);
    linkage.install(dispatcher);
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
              public boolean isWanted(String type) {
                return deferredToo || !index.isDeferred(type);
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
    AgentLog.debug("weave", "woven: " + name);
    if (!active) {
      active = true;
      settings.activated();
    }
  }

  /** The classes woven so far, by internal name. */
  public Map<String, Integer> woven() {
    return woven;
  }

  /** Weaves what was loaded before us: with an AOT cache or after an attach nearly everything. */
  public void retransformLoaded() {
    retransform(true);
  }

  /**
   * Weaves the libraries that wait for others (the JDK's executors). To be called once, after
   * {@link Settings#activated()}, on a thread of the agent's own: it holds no lock of the
   * application's.
   */
  public void weaveDeferred() {
    deferredToo = true;
    retransform(false);
  }

  /**
   * Classes are retransformed one by one when a batch fails: one that cannot be changed must not
   * keep the others.
   */
  private void retransform(boolean all) {
    List<Class<?>> targets = new ArrayList<Class<?>>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (isTarget(type, all) && instrumentation.isModifiableClass(type)) {
        targets.add(type);
      }
    }
    if (targets.isEmpty()) {
      return;
    }
    if (!all) {
      linkAhead(targets);
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

  private void linkAhead(List<Class<?>> types) {
    for (Class<?> type : types) {
      try {
        for (Integer number : index.exact(type.getName().replace('.', '/'))) {
          for (Sites.Numbered site : sites.of(number)) {
            if (site.target.typeNames().contains(type.getName())) {
              linkage.linkCalled(type, site.number);
            }
          }
        }
      } catch (Exception e) {
        AgentLog.warn("link", type.getName() + " is linked late", e);
      }
    }
  }

  private boolean isTarget(Class<?> type, boolean all) {
    ClassLoader loader = type.getClassLoader();
    if (type.isArray()
        || type.isPrimitive()
        || loader == agent
        || loader instanceof AdapterLoader) {
      return false;
    }
    String name = type.getName().replace('.', '/');
    if (index.isDeferred(name)) {
      return deferredToo;
    }
    if (!all) {
      return false;
    }
    if (index.exact(name) != null) {
      return true;
    }
    try {
      return loader != null
          && loader != platform
          && !type.isInterface()
          && !hierarchy.ofLoaded(type).isEmpty();
    } catch (LinkageError e) {
      return false;
    }
  }
}
