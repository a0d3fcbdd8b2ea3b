// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.instrumentation.WeakStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds which of the indexed supertypes a class has, without loading any class of the application:
 * class files are read as resources, and what was found is kept for each loader.
 */
final class Hierarchy {
  private static final Set<String> NONE = Collections.emptySet();

  private final Index index;
  private final ClassLoader platform;
  private final Set<String> jdkPackages = new HashSet<String>();
  private final WeakStore<ClassLoader, ConcurrentHashMap<String, Set<String>>> caches =
      new WeakStore<ClassLoader, ConcurrentHashMap<String, Set<String>>>(10000);

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
  Set<String> supertypes(ClassLoader loader, ClassHeader header) {
    return merged(loader, header, cache(loader), 0);
  }

  private ConcurrentHashMap<String, Set<String>> cache(ClassLoader loader) {
    ConcurrentHashMap<String, Set<String>> cache = caches.get(loader);
    if (cache == null) {
      cache = new ConcurrentHashMap<String, Set<String>>();
      caches.put(loader, cache);
    }
    return cache;
  }

  private Set<String> merged(
      ClassLoader loader,
      ClassHeader header,
      ConcurrentHashMap<String, Set<String>> cache,
      int depth) {
    Set<String> found = NONE;
    if (header.superName() != null) {
      found = plus(found, of(loader, header.superName(), cache, depth));
    }
    for (String name : header.interfaces()) {
      found = plus(found, of(loader, name, cache, depth));
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

  private Set<String> of(
      ClassLoader loader, String name, ConcurrentHashMap<String, Set<String>> cache, int depth) {
    Set<String> known = cache.get(name);
    if (known != null) {
      return known;
    }
    Set<String> found = own(name);
    if (isJdk(name)) {
      found = plus(found, ofJdk(name));
    } else if (depth < 64) {
      byte[] file = resource(loader, name);
      if (file != null) {
        found = plus(found, merged(loader, new ClassHeader(file), cache, depth + 1));
      }
    }
    cache.put(name, found);
    return found;
  }

  /**
   * JDK types are loaded rather than read; those in packages without an indexed supertype have
   * none.
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

  /** For classes that are loaded already. */
  Set<String> ofLoaded(Class<?> type) {
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

  private static byte[] resource(ClassLoader loader, String name) {
    InputStream in = loader.getResourceAsStream(name + ".class");
    if (in == null) {
      return null;
    }
    try {
      return bytes(in);
    } catch (IOException e) {
      return null;
    } catch (RuntimeException e) {
      // A loader that is being closed, or one that answers with something odd.
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
