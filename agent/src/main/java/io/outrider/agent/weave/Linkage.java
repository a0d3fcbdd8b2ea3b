// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.agent.log.AgentLog;
import io.outrider.agent.shape.After;
import io.outrider.agent.shape.Around;
import io.outrider.agent.shape.Scoped;
import io.outrider.agent.shape.Wrapping;
import io.outrider.instrumentation.WeakStore;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.security.AccessController;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Connects woven call sites with their handlers. The one place where an application's class meets
 * its adapters: what is made here hangs on the application's side (call site or ClassValue) and on
 * nothing of ours.
 */
public final class Linkage {
  private static volatile Linkage current;

  private final Sites sites;
  private final OwnMethods ownMethods;
  private final Handlers handlers;
  private final ClassLoader agent;
  private final ClassLoader platform;
  private final WeakStore<ClassLoader, WeakReference<AdapterLoader>> loaders =
      new WeakStore<ClassLoader, WeakReference<AdapterLoader>>(10000);

  /**
   * The handlers of a woven class that is linked by static calls: by instrumentation, then by site.
   */
  private final ClassValue<AtomicReferenceArray<AtomicReferenceArray<Object>>> linked =
      new ClassValue<AtomicReferenceArray<AtomicReferenceArray<Object>>>() {
        @Override
        protected AtomicReferenceArray<AtomicReferenceArray<Object>> computeValue(Class<?> type) {
          return new AtomicReferenceArray<AtomicReferenceArray<Object>>(sites.instrumentations());
        }
      };

  /** Likewise for methods of the application's own, by number. */
  private final ClassValue<ConcurrentHashMap<Integer, Object>> linkedMethods =
      new ClassValue<ConcurrentHashMap<Integer, Object>>() {
        @Override
        protected ConcurrentHashMap<Integer, Object> computeValue(Class<?> type) {
          return new ConcurrentHashMap<Integer, Object>();
        }
      };

  Linkage(
      Sites sites,
      OwnMethods ownMethods,
      Handlers handlers,
      ClassLoader agent,
      ClassLoader platform) {
    this.sites = sites;
    this.ownMethods = ownMethods;
    this.handlers = handlers;
    this.agent = agent;
    this.platform = platform;
  }

  /** Makes this the one that woven code is linked by. */
  void install(Class<?> dispatcher) throws Exception {
    current = this;
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodHandle linker =
        lookup.findStatic(
            Linkage.class,
            "link",
            MethodType.methodType(
                CallSite.class,
                MethodHandles.Lookup.class,
                String.class,
                MethodType.class,
                int.class));
    String[] names = {"enter", "exit", "open", "close", "wrap", "after"};
    MethodHandle[] called = new MethodHandle[names.length];
    for (int i = 0; i < names.length; i++) {
      called[i] =
          lookup.findStatic(
              Linkage.class,
              names[i],
              signature(names[i]).appendParameterTypes(Class.class, int.class));
    }
    dispatcher
        .getMethod("install", MethodHandle.class, MethodHandle[].class)
        .invoke(null, linker, called);
    // Its constants are ready before the first call needs them.
    Class.forName(dispatcher.getName() + "$Handles", true, null);
  }

  private static MethodType signature(String name) {
    Class<?> o = Object.class;
    if (name.equals("enter")) {
      return MethodType.methodType(Object[].class, o, o, o, o);
    }
    if (name.equals("exit")) {
      return MethodType.methodType(Object[].class, o, o, o);
    }
    if (name.equals("close")) {
      return MethodType.methodType(void.class, o);
    }
    return name.equals("after")
        ? MethodType.methodType(o, o, o, o, o)
        : MethodType.methodType(o, o, o);
  }

  private static Class<?> owner(String name) {
    if (name.equals("enter") || name.equals("exit")) {
      return Around.class;
    }
    if (name.equals("wrap")) {
      return Wrapping.class;
    }
    return name.equals("after") ? After.class : Scoped.class;
  }

  /** The target of every invokedynamic in woven code. Null makes the dispatcher link a no-op. */
  static CallSite link(MethodHandles.Lookup caller, String name, MethodType type, int site) {
    try {
      Object handler = current.handler(caller.lookupClass(), site);
      if (handler == NOTHING) {
        return null;
      }
      MethodHandle target = MethodHandles.lookup().findVirtual(owner(name), name, signature(name));
      return new ConstantCallSite(target.bindTo(handler).asType(type));
    } catch (Throwable e) {
      AgentLog.warn("link", "could not link " + name + " in " + caller.lookupClass().getName(), e);
      return null;
    }
  }

  static Object[] enter(Object self, Object a0, Object a1, Object a2, Class<?> woven, int site) {
    Object handler = current.called(woven, site);
    return handler == NOTHING ? null : ((Around) handler).enter(self, a0, a1, a2);
  }

  static Object[] exit(Object entered, Object returned, Object thrown, Class<?> woven, int site) {
    Object handler = current.called(woven, site);
    return handler == NOTHING ? null : ((Around) handler).exit(entered, returned, thrown);
  }

  static Object open(Object self, Object a0, Class<?> woven, int site) {
    Object handler = current.called(woven, site);
    return handler == NOTHING ? null : ((Scoped) handler).open(self, a0);
  }

  static void close(Object opened, Class<?> woven, int site) {
    Object handler = current.called(woven, site);
    if (handler != NOTHING) {
      ((Scoped) handler).close(opened);
    }
  }

  static Object wrap(Object self, Object argument, Class<?> woven, int site) {
    Object handler = current.called(woven, site);
    return handler == NOTHING ? argument : ((Wrapping) handler).wrap(self, argument);
  }

  static Object after(
      Object self, Object a0, Object returned, Object thrown, Class<?> woven, int site) {
    Object handler = current.called(woven, site);
    return handler == NOTHING ? returned : ((After) handler).after(self, a0, returned, thrown);
  }

  private static final Object NOTHING = new Object();

  private Object called(Class<?> woven, int site) {
    if (OwnMethods.isOwn(site)) {
      return calledMethod(woven, site);
    }
    AtomicReferenceArray<Object> array = linked.get(woven).get(Sites.instrumentation(site));
    Object handler = array == null ? null : array.get(Sites.place(site));
    return handler == null ? linkCalled(woven, site) : handler;
  }

  private Object calledMethod(Class<?> woven, int number) {
    ConcurrentHashMap<Integer, Object> handlersOf = linkedMethods.get(woven);
    Object handler = handlersOf.get(number);
    if (handler == null) {
      try {
        handler = handler(woven, number);
      } catch (Throwable e) {
        AgentLog.warn("link", "could not link a call in " + woven.getName(), e);
        handler = NOTHING;
      }
      handlersOf.put(number, handler);
    }
    return handler;
  }

  /**
   * Links a static site ahead of its first call, which may come where nothing may be loaded or
   * waited for: in the middle of a virtual thread's change of carrier, say.
   */
  Object linkCalled(Class<?> woven, int site) {
    Object handler;
    AtomicReferenceArray<Object> array = null;
    try {
      int instrumentation = Sites.instrumentation(site);
      AtomicReferenceArray<AtomicReferenceArray<Object>> arrays = linked.get(woven);
      array = arrays.get(instrumentation);
      if (array == null) {
        array = new AtomicReferenceArray<Object>(sites.count(instrumentation));
        if (!arrays.compareAndSet(instrumentation, null, array)) {
          array = arrays.get(instrumentation);
        }
      }
      handler = handler(woven, site);
    } catch (Throwable e) {
      AgentLog.warn("link", "could not link a call in " + woven.getName(), e);
      handler = NOTHING;
    }
    if (array != null) {
      array.set(Sites.place(site), handler);
    }
    return handler;
  }

  /** NOTHING when the library does not fit. */
  private Object handler(final Class<?> woven, final int number) throws Exception {
    if (System.getSecurityManager() == null) {
      return handlerOf(woven, number);
    }
    // The call that links may come from code that may do less than we.
    return AccessController.doPrivileged(
        new PrivilegedExceptionAction<Object>() {
          @Override
          public Object run() throws Exception {
            return handlerOf(woven, number);
          }
        });
  }

  private Object handlerOf(Class<?> woven, int number) throws Exception {
    if (OwnMethods.isOwn(number)) {
      Object handler = handlers.method(ownMethods.get(number), woven);
      return handler == null ? NOTHING : handler;
    }
    Sites.Numbered numbered = sites.byNumber(number);
    AdapterLoader loader = loader(numbered.library.isShared() ? platform : woven.getClassLoader());
    String name = numbered.site.adapter();
    String misfit = loader.misfit(name);
    if (misfit != null) {
      AgentLog.warn(
          "misfit " + numbered.library.name(),
          numbered.library.name()
              + " is not instrumented in "
              + Origin.of(woven)
              + ": it supports "
              + numbered.library.versions()
              + ", and here is missing "
              + misfit);
      return NOTHING;
    }
    return handlers.handler(numbered.library, numbered.site, loader.adapter(name));
  }

  private AdapterLoader loader(ClassLoader of) {
    ClassLoader application = of == null ? platform : of;
    synchronized (loaders) {
      WeakReference<AdapterLoader> reference = loaders.get(application);
      AdapterLoader loader = reference == null ? null : reference.get();
      if (loader == null) {
        loader = new AdapterLoader(application, agent);
        loaders.put(application, new WeakReference<AdapterLoader>(loader));
        if (application == platform) {
          jdkAdapters = loader;
        }
      }
      return loader;
    }
  }

  /** The JDK is not unloaded, and its sites must share one adapter for as long as it runs. */
  private AdapterLoader jdkAdapters;
}
