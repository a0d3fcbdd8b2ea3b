// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.index;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Site;
import io.outrider.instrumentation.Target;
import io.outrider.instrumentation.Weaver;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes, at build time, which types belong to which instrumentation, so that the running agent
 * needs one hash look-up per loaded class and loads an instrumentation only when the application
 * has its library.
 *
 * <p>Lines: {@code I class} begins an instrumentation, whose number is its place; {@code L name TAB
 * versions} names a library; {@code T type} an exact type, {@code D type} one that waits; {@code S
 * type} a supertype; {@code M method} a method woven in subtypes; {@code A type} an annotation of
 * methods.
 */
public final class IndexWriter {
  private IndexWriter() {}

  /**
   * @param args the folder of compiled classes; the file to write
   */
  public static void main(String[] args) throws Exception {
    File classes = new File(args[0]);
    List<String> names = new ArrayList<String>();
    collect(classes, "", names);
    Collections.sort(names);
    File target = new File(args[1]);
    if (!target.getParentFile().isDirectory() && !target.getParentFile().mkdirs()) {
      throw new IOException("cannot make " + target.getParent());
    }
    PrintWriter out = new PrintWriter(target, "UTF-8");
    for (String name : names) {
      Class<?> type = Class.forName(name, false, IndexWriter.class.getClassLoader());
      if (Instrumentation.class.isAssignableFrom(type) && !type.isInterface()) {
        write(out, type);
      }
    }
    out.close();
    if (out.checkError()) {
      throw new IOException("cannot write " + target);
    }
  }

  /** Only classes of a library's own package, and no nested ones, can be instrumentations. */
  private static void collect(File folder, String prefix, List<String> names) {
    File[] files = folder.listFiles();
    if (files == null) {
      return;
    }
    for (File file : files) {
      String name = file.getName();
      if (file.isDirectory()) {
        collect(file, prefix + name + ".", names);
      } else if (name.endsWith(".class")
          && name.indexOf('$') < 0
          && prefix.length() > "io.outrider.instrumentation.".length()) {
        names.add(prefix + name.substring(0, name.length() - ".class".length()));
      }
    }
  }

  private static void write(PrintWriter out, Class<?> type) throws Exception {
    java.lang.reflect.Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Weaver weaver = new Weaver();
    ((Instrumentation) constructor.newInstance()).weave(weaver);
    out.print("I " + type.getName() + "\n");
    TreeSet<String> exact = new TreeSet<String>();
    TreeSet<String> deferred = new TreeSet<String>();
    TreeSet<String> supers = new TreeSet<String>();
    TreeSet<String> methods = new TreeSet<String>();
    TreeSet<String> annotations = new TreeSet<String>();
    for (Library library : weaver.libraries()) {
      out.print("L " + library.name() + "\t" + library.versions() + "\n");
      for (Target target : library.targets()) {
        (target.annotations()
                ? annotations
                : target.subtypes() ? supers : library.isDeferred() ? deferred : exact)
            .addAll(target.typeNames());
        for (Site site : target.sites()) {
          if (site.shape() == null) {
            throw new IllegalStateException("no as(...) at " + site);
          }
          if (target.subtypes()) {
            methods.add(site.methodName());
          }
        }
      }
    }
    print(out, "T ", exact);
    print(out, "D ", deferred);
    print(out, "S ", supers);
    print(out, "M ", methods);
    print(out, "A ", annotations);
  }

  private static void print(PrintWriter out, String kind, TreeSet<String> names) {
    for (String name : names) {
      out.print(kind + name + "\n");
    }
  }
}
