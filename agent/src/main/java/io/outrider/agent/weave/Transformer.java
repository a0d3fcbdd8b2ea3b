// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.agent.log.AgentLog;
import java.lang.instrument.ClassFileTransformer;
import java.security.AccessController;
import java.security.PrivilegedExceptionAction;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
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
  private final ClassHeader.Names words;
  private final MethodRules rules; // null: none
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
      MethodRules rules,
      WeaverSource source) {
    this.index = index;
    this.hierarchy = hierarchy;
    this.words = words(index, rules);
    this.rules = rules;
    this.sites = sites;
    this.agent = agent;
    this.platform = platform;
    this.excluded = excluded;
    this.source = source;
  }

  /** What makes a class worth a closer look: names of methods, descriptors of annotations. */
  static ClassHeader.Names words(Index index, MethodRules rules) {
    Set<String> words = new HashSet<String>(index.methods());
    for (String annotation : index.annotations()) {
      words.add('L' + annotation + ';');
    }
    if (rules != null) {
      for (String annotation : rules.annotations()) {
        words.add('L' + annotation.replace('.', '/') + ';');
      }
    }
    return new ClassHeader.Names(words);
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
    Set<String> supertypes = Collections.emptySet();
    boolean own = false;
    if (loader != null && loader != platform && !ignored(name)) {
      ClassHeader header = header(file);
      boolean plain = header != null && !header.isInterface();
      int found = plain ? found(header) : 0;
      if ((found & ClassHeader.DECLARES) != 0) {
        supertypes =
            redefined == null
                ? hierarchy.supertypes(loader, name, header)
                : hierarchy.aboveLoaded(redefined);
      }
      own =
          (found & ClassHeader.MENTIONS) != 0
              || rules != null && header != null && rules.concerns(name);
    }
    return exact == null && supertypes.isEmpty() && !own
            || weaving.get() != null
            || isExcluded(name)
        ? null
        : weave(loader, name, file, exact, supertypes, own);
  }

  private int found(ClassHeader header) {
    try {
      return header.find(words);
    } catch (IndexOutOfBoundsException e) {
      return 0;
    }
  }

  /** Null for what has no methods to weave; those of interfaces only rules can want. */
  private ClassHeader header(byte[] file) {
    try {
      ClassHeader header = new ClassHeader(file);
      return header.isInterface() && rules == null ? null : header;
    } catch (IndexOutOfBoundsException e) {
      // No class file; the JVM is about to say so itself.
      return null;
    }
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
      ClassLoader loader,
      String name,
      byte[] file,
      Set<Integer> exact,
      Set<String> supertypes,
      boolean own)
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
      if (own) {
        for (Integer number : index.annotated()) {
          for (Sites.Numbered site : sites.of(number)) {
            if (site.target.annotations()) {
              wanted.add(site);
            }
          }
        }
      }
      MethodRules named = own ? rules : null;
      if (wanted.isEmpty() && named == null) {
        return null;
      }
      byte[] woven = source.weaving().weave(name.replace('/', '.'), loader, file, wanted, named);
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
      if (site.target.subtypes() == subtypes && !site.target.annotations()) {
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
