// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.instrumentation.WeakStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds which of the indexed supertypes a class has, without loading any class of the application:
 * class files are read as resources, and what was found is kept for each loader.
 */
final class Hierarchy {
  private static final Set<String> NONE = Collections.emptySet();

  /** What is remembered of one loader: more classes than large applications have. */
  private static final int MOST_NAMES = 20000;

  private static final int DEEPEST = 200;

  private final Index index;
  private final ClassLoader platform;
  private final Set<String> jdkPackages = new HashSet<String>();
  private final WeakStore<ClassLoader, Map<String, Set<String>>> caches =
      new WeakStore<ClassLoader, Map<String, Set<String>>>(10000);

  Hierarchy(Index index, ClassLoader platform) {
    this.index = index;
    this.platform = platform;
    for (String name : index.supertypes()) {
      if (isJdk(name)) {
        jdkPackages.add(packageOf(name));
      }
    }
  }

  /** Those of the indexed supertypes that this class has, as internal names. */
  Set<String> supertypes(ClassLoader loader, String name, ClassHeader header) {
    Map<String, Set<String>> cache = cache(loader);
    Set<String> found = merged(loader, header, cache, new HashSet<String>());
    // Those that extend this one need not read it again, which they could not if it was generated.
    remember(cache, name, plus(own(name), found));
    return found;
  }

  private Map<String, Set<String>> cache(ClassLoader loader) {
    Map<String, Set<String>> cache = caches.get(loader);
    if (cache == null) {
      cache = new ConcurrentHashMap<String, Set<String>>();
      caches.put(loader, cache);
    }
    return cache;
  }

  private static void remember(
      Map<String, Set<String>> cache, String name, Set<String> supertypes) {
    if (cache.size() < MOST_NAMES) {
      cache.put(name, supertypes);
    }
  }

  private Set<String> merged(
      ClassLoader loader,
      ClassHeader header,
      Map<String, Set<String>> cache,
      Set<String> underway) {
    Set<String> found = NONE;
    if (header.superName() != null) {
      found = plus(found, of(loader, header.superName(), cache, underway));
    }
    for (String name : header.interfaces()) {
      found = plus(found, of(loader, name, cache, underway));
    }
    return found;
  }

  private static Set<String> plus(Set<String> some, Set<String> more) {
    if (more.isEmpty()) {
      return some;
    }
    if (some.isEmpty()) {
      return more;
    }
    Set<String> all = new HashSet<String>(some);
    all.addAll(more);
    return all;
  }

  /**
   * @param underway names whose supertypes are being looked for: a class file that is wrong may be
   *     its own ancestor
   */
  private Set<String> of(
      ClassLoader loader, String name, Map<String, Set<String>> cache, Set<String> underway) {
    Set<String> known = cache.get(name);
    if (known != null) {
      return known;
    }
    if (underway.size() >= DEEPEST || !underway.add(name)) {
      return NONE;
    }
    Set<String> found = own(name);
    if (isJdk(name)) {
      found = plus(found, ofJdk(name));
    } else {
      ClassHeader header = header(loader, name);
      if (header != null) {
        found = plus(found, merged(loader, header, cache, underway));
      }
    }
    underway.remove(name);
    remember(cache, name, found);
    return found;
  }

  /**
   * JDK types are loaded rather than read: the class at hand needs them loaded in a moment anyway,
   * and the platform loader never waits for an application's. Those in packages without an indexed
   * supertype have none.
   */
  private Set<String> ofJdk(String name) {
    if (!jdkPackages.contains(packageOf(name))) {
      return NONE;
    }
    try {
      return ofLoaded(Class.forName(name.replace('/', '.'), false, platform));
    } catch (ClassNotFoundException e) {
      return NONE;
    } catch (LinkageError e) {
      return NONE;
    }
  }

  /** As {@link #supertypes}, of a class that is loaded already: of those above it, that is. */
  Set<String> aboveLoaded(Class<?> type) {
    Set<String> found = NONE;
    for (Class<?> parent : type.getInterfaces()) {
      found = plus(found, ofInterface(parent));
    }
    return type.getSuperclass() == null ? found : plus(found, ofLoaded(type.getSuperclass()));
  }

  private Set<String> ofLoaded(Class<?> type) {
    Set<String> found = NONE;
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      found = plus(found, ofInterface(at));
    }
    return found;
  }

  private Set<String> ofInterface(Class<?> type) {
    Set<String> found = own(type.getName().replace('.', '/'));
    for (Class<?> parent : type.getInterfaces()) {
      found = plus(found, ofInterface(parent));
    }
    return found;
  }

  private Set<String> own(String name) {
    return index.supertype(name) == null ? NONE : Collections.singleton(name);
  }

  static boolean isJdk(String internalName) {
    return internalName.startsWith("java/") || internalName.startsWith("javax/sql/");
  }

  private static String packageOf(String name) {
    return name.substring(0, name.lastIndexOf('/'));
  }

  /**
   * Null when it cannot be read: its loader has generated it, is being closed, answers with
   * something odd, or needs for its answer the very class that is being loaded.
   */
  private static ClassHeader header(ClassLoader loader, String name) {
    try {
      InputStream in = loader.getResourceAsStream(name + ".class");
      return in == null ? null : new ClassHeader(bytes(in));
    } catch (IOException e) {
      return null;
    } catch (RuntimeException e) {
      return null;
    } catch (LinkageError e) {
      return null;
    }
  }

  static byte[] bytes(InputStream in) throws IOException {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
      byte[] buffer = new byte[8192];
      int read = in.read(buffer);
      while (read >= 0) {
        out.write(buffer, 0, read);
        read = in.read(buffer);
      }
      return out.toByteArray();
    } finally {
      in.close();
    }
  }
}
