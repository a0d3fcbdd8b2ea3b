// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.agent.log.AgentLog;
import java.lang.instrument.ClassFileTransformer;
import java.security.AccessController;
import java.security.PrivilegedExceptionAction;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Is asked about every class. Nearly all are answered by one hash look-up; Byte Buddy is touched
 * only on a hit.
 */
final class Transformer implements ClassFileTransformer {
  private final Index index;
  private final Hierarchy hierarchy;
  private final ClassHeader.Names methods;
  private final Sites sites;
  private final ClassLoader agent;
  private final ClassLoader platform;
  private final List<String> excluded;
  private final WeaverSource source;

  /** Set while this thread weaves: classes that weaving itself loads are left alone. */
  private final ThreadLocal<Boolean> weaving = new ThreadLocal<Boolean>();

  private volatile boolean familiar;
  private volatile boolean ended;
  private final AtomicInteger underway = new AtomicInteger();

  Transformer(
      Index index,
      Hierarchy hierarchy,
      Sites sites,
      ClassLoader agent,
      ClassLoader platform,
      List<String> excluded,
      WeaverSource source) {
    this.index = index;
    this.hierarchy = hierarchy;
    this.methods = new ClassHeader.Names(index.methods());
    this.sites = sites;
    this.agent = agent;
    this.platform = platform;
    this.excluded = excluded;
    this.source = source;
  }

  @Override
  public byte[] transform(
      final ClassLoader loader,
      final String name,
      final Class<?> redefined,
      ProtectionDomain domain,
      final byte[] file) {
    if (name == null || loader == agent || loader instanceof AdapterLoader) {
      return null;
    }
    underway.incrementAndGet();
    try {
      if (ended) {
        return null;
      }
      if (System.getSecurityManager() == null) {
        return transform(loader, name, redefined, file);
      }
      // The class is loaded on behalf of code that may do less than we.
      return AccessController.doPrivileged(
          new PrivilegedExceptionAction<byte[]>() {
            @Override
            public byte[] run() throws Exception {
              return transform(loader, name, redefined, file);
            }
          });
    } catch (Throwable e) {
      AgentLog.warn("weave", name.replace('/', '.') + " is not instrumented", e);
      return null;
    } finally {
      underway.decrementAndGet();
    }
  }

  /**
   * Weaves nothing more, and waits for what is being woven.
   *
   * @param nanos how long at most
   */
  void end(long nanos) {
    ended = true;
    long start = System.nanoTime();
    while (underway.get() > 0 && System.nanoTime() - start < nanos) {
      LockSupport.parkNanos(this, 1000000L);
    }
  }

  private byte[] transform(ClassLoader loader, String name, Class<?> redefined, byte[] file)
      throws Exception {
    if (!familiar && loader != null && loader != platform && index.isFamiliar(name)) {
      familiar = true;
      source.familiar();
    }
    Set<Integer> exact = index.exact(name);
    if (exact != null && !source.isWanted(name)) {
      exact = null;
    }
    Set<String> supertypes = supertypes(loader, name, redefined, file);
    return exact == null && supertypes.isEmpty() || weaving.get() != null || isExcluded(name)
        ? null
        : weave(loader, name, file, exact, supertypes);
  }

  private Set<String> supertypes(ClassLoader loader, String name, Class<?> redefined, byte[] file) {
    if (loader == null || loader == platform || ignored(name)) {
      return Collections.emptySet();
    }
    ClassHeader header;
    boolean worthIt;
    try {
      header = new ClassHeader(file);
      worthIt = !header.isInterface() && header.declares(methods);
    } catch (IndexOutOfBoundsException e) {
      // No class file; the JVM is about to say so itself.
      return Collections.emptySet();
    }
    if (!worthIt) {
      return Collections.emptySet();
    }
    return redefined == null
        ? hierarchy.supertypes(loader, name, header)
        : hierarchy.aboveLoaded(redefined);
  }

  /** Generated classes: their supertypes are proxied in turn, or they are not worth their while. */
  private static boolean ignored(String name) {
    return name.startsWith("jdk/")
        || name.startsWith("sun/")
        || name.startsWith("com/sun/proxy/")
        || name.startsWith("java/")
        || name.indexOf("$$Lambda") >= 0
        || name.indexOf("$Proxy") >= 0 && name.startsWith("$Proxy", name.lastIndexOf('/') + 1);
  }

  private boolean isExcluded(String name) {
    for (String prefix : excluded) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private byte[] weave(
      ClassLoader loader, String name, byte[] file, Set<Integer> exact, Set<String> supertypes)
      throws Exception {
    weaving.set(Boolean.TRUE);
    try {
      List<Sites.Numbered> wanted = new ArrayList<Sites.Numbered>();
      if (exact != null) {
        for (Integer number : exact) {
          collect(number, false, Collections.singleton(name), wanted);
        }
      }
      Set<Integer> numbers = new TreeSet<Integer>();
      for (String supertype : supertypes) {
        numbers.addAll(index.supertype(supertype));
      }
      for (Integer number : numbers) {
        collect(number, true, supertypes, wanted);
      }
      if (wanted.isEmpty()) {
        return null;
      }
      byte[] woven = source.weaving().weave(name.replace('/', '.'), loader, file, wanted);
      if (woven != null) {
        source.woven(loader, name);
      }
      return woven;
    } finally {
      weaving.remove();
    }
  }

  /** Adds those sites of one instrumentation whose target names one of these types. */
  private void collect(
      int instrumentation, boolean subtypes, Set<String> names, List<Sites.Numbered> wanted)
      throws Exception {
    for (Sites.Numbered site : sites.of(instrumentation)) {
      if (site.target.subtypes() == subtypes) {
        for (String type : site.target.typeNames()) {
          if (names.contains(type.replace('.', '/'))) {
            wanted.add(site);
            break;
          }
        }
      }
    }
  }

  /** Makes Byte Buddy's part on the first hit. */
  interface WeaverSource {
    Weaving weaving() throws Exception;

    /** False for a type that waits for others. */
    boolean isWanted(String name);

    /** Once: a class of a known library's house was loaded. */
    void familiar();

    /** A class was woven: the application uses a library that is instrumented. */
    void woven(ClassLoader loader, String name);
  }
}
