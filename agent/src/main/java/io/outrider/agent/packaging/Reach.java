// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.packaging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * Which classes can be reached from ours: by any constant of theirs that is a class's name or a
 * signature with it in it, whether the code treats it as a type or as text. What is found so is
 * more than what is used, and all of it, but for a name that is put together of parts while
 * running.
 */
final class Reach {
  private static final int UTF8 = 1;

  private final Map<String, byte[]> classes;
  private final Map<String, Set<String>> providers = new HashMap<>();

  Reach(Map<String, byte[]> classes) {
    this.classes = classes;
  }

  /** Says that whoever knows the service may get what its file names. */
  void service(String name, byte[] file) {
    Set<String> named = new HashSet<>();
    for (String line : new String(file, StandardCharsets.UTF_8).split("\n")) {
      String provider = line.split("#", 2)[0].trim().replace('.', '/');
      if (classes.containsKey(provider)) {
        named.add(provider);
      }
    }
    providers.put(name.replace('.', '/'), named);
  }

  /** Returns the classes below the prefixes, and what can be reached from them. */
  Set<String> from(String... prefixes) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (String name : classes.keySet()) {
      for (String prefix : prefixes) {
        if (name.startsWith(prefix) && reached.add(name)) {
          open.add(name);
        }
      }
    }
    for (String name = open.poll(); name != null; name = open.poll()) {
      Set<String> next = mentioned(classes.get(name));
      if (providers.containsKey(name)) {
        next.addAll(providers.get(name));
      }
      for (String found : next) {
        if (reached.add(found)) {
          open.add(found);
        }
      }
    }
    return reached;
  }

  private Set<String> mentioned(byte[] whole) {
    Set<String> found = new HashSet<>();
    // A class lists its inner classes whether it uses them or not.
    byte[] file = Stripping.strip(whole, classes.keySet());
    ClassReader reader = new ClassReader(file);
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      if (at > 0 && file[at - 1] == UTF8) {
        // Names of classes are ASCII here: what else is in a text cannot turn it into one of them.
        String text =
            new String(file, at + 2, reader.readUnsignedShort(at), StandardCharsets.ISO_8859_1);
        addIfKnown(text, found);
        addSignature(text, found);
      }
    }
    return found;
  }

  private void addSignature(String text, Set<String> found) {
    for (int start = text.indexOf('L'); start >= 0; start = text.indexOf('L', start + 1)) {
      int end = start + 1;
      while (end < text.length() && text.charAt(end) != ';' && text.charAt(end) != '<') {
        end++;
      }
      addIfKnown(text.substring(start + 1, end), found);
    }
  }

  private void addIfKnown(String text, Set<String> found) {
    String name = text.replace('.', '/');
    if (classes.containsKey(name)) {
      found.add(name);
    }
  }
}
