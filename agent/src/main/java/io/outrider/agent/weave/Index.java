// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

  private Index() {}

  public static Index read(ClassLoader loader) throws IOException {
    InputStream in = loader.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new IOException("no " + RESOURCE + ": the agent's JAR is not complete");
    }
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, "UTF-8"));
    try {
      Index index = new Index();
      String line = reader.readLine();
      while (line != null) {
        index.add(line.charAt(0), line.substring(2));
        line = reader.readLine();
      }
      return index;
    } finally {
      reader.close();
    }
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
        break;
      case 'D':
        deferred.add(text.replace('.', '/'));
        add(exact, text);
        break;
      case 'S':
        add(supers, text);
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
