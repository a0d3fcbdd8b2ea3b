// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.agent.log.AgentLog;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Everything about changing classes, from the agent's start to its last woven class. */
public final class Weave {
  private static final String[] NEEDED_WHILE_LINKING = {
    "java.util.concurrent.ThreadLocalRandom",
    "java.lang.invoke.DirectMethodHandle$1",
    "java.lang.invoke.MethodHandle$1",
  };

  private final Instrumentation instrumentation;
  private final Index index;
  private final Hierarchy hierarchy;
  private final Class<?> dispatcher;
  private final ClassLoader agent;
  private final ClassLoader platform;
  private final Settings settings;
  private final Sites sites;
  private final Handlers handlers;

  /** Deferred types that are woven: few, for each loader that has them. */
  private final Set<String> deferredWoven =
      Collections.newSetFromMap(new ConcurrentHashMap<String, Boolean>());

  /** The application's own methods: as they are numbered, and by configuration (null: none). */
  private final OwnMethods ownMethods = new OwnMethods();

  private MethodRules rules;
  private Transformer transformer;
  private volatile Weaving weaving;
  private volatile boolean active;
  private volatile boolean deferredToo;
  private boolean leftOver;
  private Linkage linkage; // guarded by sites

  /** What the agent's other parts tell weaving, and hear from it. */
  public interface Settings extends Sites.Enabled {
    /** Prefixes of internal names that are left alone. */
    List<String> excluded();

    /** The application's own methods that configuration wants woven; null: none. */
    default MethodRules methodRules() {
      return null;
    }

    /** The first class of a library was woven: the application uses something we observe. */
    void activated();
  }

  public Weave(
      Instrumentation instrumentation,
      Index index,
      Class<?> dispatcher,
      ClassLoader agent,
      ClassLoader platform,
      Settings settings,
      Handlers handlers) {
    this.instrumentation = instrumentation;
    this.index = index;
    this.dispatcher = dispatcher;
    this.agent = agent;
    this.platform = platform;
    this.settings = settings;
    this.handlers = handlers;
    this.hierarchy = new Hierarchy(index, platform);
    this.sites = new Sites(index, agent, settings);
  }

  /** From here on classes are woven as they are loaded. */
  public void begin() {
    preload();
    rules = settings.methodRules();
    transformer =
        new Transformer(
            index,
            hierarchy,
            sites,
            agent,
            platform,
            settings.excluded(),
            rules,
            new Transformer.WeaverSource() {
              @Override
              public Weaving weaving() throws Exception {
                return Weave.this.weaving();
              }

              @Override
              public boolean isWanted(String type) {
                return deferredToo || !index.isDeferred(type);
              }

              @Override
              public void familiar() {
                settings.activated();
              }

              @Override
              public void woven(ClassLoader loader, String name) {
                Weave.this.woven(loader, name);
              }
            });
    instrumentation.addTransformer(transformer, instrumentation.isRetransformClassesSupported());
  }

  /**
   * Classes that linking and our own tables use, and that a transformer must not be asked about
   * while they are being resolved: that resolution would fail, and fail for ever.
   */
  private static void preload() {
    for (String name : NEEDED_WHILE_LINKING) {
      try {
        Class.forName(name, false, null);
      } catch (ClassNotFoundException e) {
        // Another JDK has it under another name.
      }
    }
  }

  /** Made on the first hit, with all that woven code is linked by. */
  private Weaving weaving() throws Exception {
    Weaving made = weaving;
    if (made == null) {
      synchronized (sites) {
        made = weaving;
        if (made == null) {
          linkage().install(dispatcher);
          made = new Weaving(dispatcher, agent, platform, ownMethods);
          weaving = made;
        }
      }
    }
    return made;
  }

  private Linkage linkage() {
    synchronized (sites) {
      if (linkage == null) {
        linkage = new Linkage(sites, ownMethods, handlers, agent, platform);
      }
      return linkage;
    }
  }

  private void woven(ClassLoader loader, String name) {
    if (index.isDeferred(name)) {
      deferredWoven.add(key(loader, name));
    }
    if (AgentLog.isDebug()) {
      AgentLog.debug("weave", "woven: " + name.replace('/', '.'));
    }
    if (!active) {
      active = true;
      settings.activated();
    }
  }

  /** The same type may be loaded by each of several applications. */
  private static String key(ClassLoader loader, String name) {
    return loader == null ? name : name + '@' + System.identityHashCode(loader);
  }

  /**
   * Lets the JVM end. JDK 26 waits for agents that are transforming, and waits so that no garbage
   * can be collected: a transformer that needs memory just then never returns. To be called by a
   * shutdown hook.
   *
   * @param nanos how long to wait at most for classes that are being woven
   */
  public void end(long nanos) {
    transformer.end(nanos);
  }

  /** Weaves what was loaded before us: with an AOT cache or after an attach nearly everything. */
  public void retransformLoaded() {
    retransform(true);
  }

  /**
   * Weaves the libraries that wait for others (the JDK's executors, logs). To be called once, after
   * {@link Settings#activated()}, on a thread of the agent's own: it holds no lock of the
   * application's.
   */
  public void weaveDeferred() {
    deferredToo = true;
    leftOver = true;
    retransform(false);
  }

  /**
   * Weaves those that were being loaded just then: asked about too early for the transformer, and
   * not yet among the loaded classes. To be called some time after {@link #weaveDeferred()}, on the
   * same thread; does something once.
   */
  public void weaveDeferredLeftOver() {
    if (leftOver) {
      leftOver = false;
      retransform(false);
    }
  }

  /**
   * Classes are retransformed one by one when a batch fails: one that cannot be changed must not
   * keep the others.
   */
  private void retransform(boolean all) {
    List<Class<?>> targets = new ArrayList<Class<?>>();
    OwnTargets own = all ? new OwnTargets(index, rules) : null;
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if ((isTarget(type, all) || all && isOwn(type, own))
          && instrumentation.isModifiableClass(type)) {
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
      if (type.getClassLoader() != null) {
        continue; // Only the JDK's own are called from where nothing may be loaded.
      }
      try {
        for (Integer number : index.exact(type.getName().replace('.', '/'))) {
          for (Sites.Numbered site : sites.of(number)) {
            if (site.target.typeNames().contains(type.getName())) {
              linkage().linkCalled(type, site.number);
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
      return deferredToo && !deferredWoven.contains(key(loader, name));
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
          && !hierarchy.aboveLoaded(type).isEmpty();
    } catch (LinkageError e) {
      return false;
    }
  }

  private boolean isOwn(Class<?> type, OwnTargets own) {
    ClassLoader loader = type.getClassLoader();
    return loader != null
        && loader != platform
        && loader != agent
        && !(loader instanceof AdapterLoader)
        && (!type.isInterface() || rules != null)
        && !type.isArray()
        // Asking the application's loader for anything makes the JDK open the image of its modules:
        // not for the class that has started us.
        && !type.getName().startsWith("io.outrider.agent.")
        && own.contains(type);
  }
}
