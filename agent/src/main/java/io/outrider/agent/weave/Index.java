// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which types belong to which instrumentation, as written at build time. */
public final class Index {
  public static final String RESOURCE = "io/outrider/instrumentation/index.txt";

  private final List<String> instrumentations = new ArrayList<String>();
  private final List<String[]> libraries = new ArrayList<String[]>();
  private final Map<String, Set<Integer>> exact = new HashMap<String, Set<Integer>>();
  private final Map<String, Set<Integer>> supers = new HashMap<String, Set<Integer>>();
  private final Set<String> deferred = new HashSet<String>();
  private final Set<String> methods = new HashSet<String>();
  private final Map<String, Set<Integer>> annotations = new HashMap<String, Set<Integer>>();
  private final Set<String> families = new HashSet<String>();

  private Index() {}

  public static Index read(ClassLoader loader) throws IOException {
    InputStream in = loader.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new IOException("no " + RESOURCE + ": the agent's JAR is not complete");
    }
    // Not by a reader and its decoder, whose classes this would be the first to load.
    return parse(new String(Hierarchy.bytes(in), "UTF-8"));
  }

  static Index parse(String text) {
    Index index = new Index();
    int at = 0;
    int end = text.indexOf('\n');
    while (end >= 0) {
      index.add(text.charAt(at), text.substring(at + 2, end));
      at = end + 1;
      end = text.indexOf('\n', at);
    }
    return index;
  }

  private void add(char kind, String text) {
    switch (kind) {
      case 'I':
        instrumentations.add(text);
        break;
      case 'L':
        int tab = text.indexOf('\t');
        libraries.add(new String[] {text.substring(0, tab), text.substring(tab + 1)});
        break;
      case 'T':
        add(exact, text);
        addFamily(text);
        break;
      case 'D':
        // No sign of anything to come: it is woven for the sake of others.
        deferred.add(text.replace('.', '/'));
        add(exact, text);
        break;
      case 'S':
        add(supers, text);
        addFamily(text);
        break;
      case 'A':
        add(annotations, text);
        break;
      default:
        methods.add(text);
    }
  }

  private void add(Map<String, Set<Integer>> map, String type) {
    String name = type.replace('.', '/');
    Set<Integer> numbers = map.get(name);
    if (numbers == null) {
      numbers = new HashSet<Integer>(4);
      map.put(name, numbers);
    }
    numbers.add(instrumentations.size() - 1);
  }

  private void addFamily(String type) {
    String name = type.replace('.', '/');
    if (!Hierarchy.isJdk(name)) {
      families.add(family(name));
    }
  }

  /** The first two parts of a package's name, such as {@code org/springframework}. */
  private static String family(String internalName) {
    int second = internalName.indexOf('/', internalName.indexOf('/') + 1);
    return second < 0 ? "" : internalName.substring(0, second);
  }

  /**
   * Whether a class comes from the house of a known library. Where one is loaded, what is woven is
   * not far.
   */
  boolean isFamiliar(String internalName) {
    return families.contains(family(internalName));
  }

  /**
   * @return the numbers of the instrumentations that name this type, or null
   */
  Set<Integer> exact(String internalName) {
    return exact.get(internalName);
  }

  /** Whether a type is woven only once another library is in use. */
  boolean isDeferred(String internalName) {
    return deferred.contains(internalName);
  }

  /** Forgets what is not wanted: exact types whose internal names begin so. */
  public void without(String prefix) {
    remove(exact.keySet(), prefix);
    remove(deferred, prefix);
  }

  /** Weaves these deferred types at once, and takes them for a sign of things to come. */
  public void hurry(String prefix) {
    remove(deferred, prefix);
  }

  private static void remove(Set<String> names, String prefix) {
    for (Iterator<String> all = names.iterator(); all.hasNext(); ) {
      if (all.next().startsWith(prefix)) {
        all.remove();
      }
    }
  }

  Set<Integer> supertype(String internalName) {
    return supers.get(internalName);
  }

  Set<String> supertypes() {
    return supers.keySet();
  }

  /** The names of all methods woven in subtypes. */
  Set<String> methods() {
    return methods;
  }

  /** The annotations of methods that are woven, as internal names. */
  Set<String> annotations() {
    return annotations.keySet();
  }

  /** The numbers of the instrumentations that name an annotation, each once. */
  Set<Integer> annotated() {
    Set<Integer> all = new HashSet<Integer>(4);
    for (Set<Integer> numbers : annotations.values()) {
      all.addAll(numbers);
    }
    return all;
  }

  int size() {
    return instrumentations.size();
  }

  String instrumentation(int number) {
    return instrumentations.get(number);
  }

  /** Name and versions of each library. */
  public List<String[]> libraries() {
    return libraries;
  }
}
