// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.OwnJar;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.jar.JarFile;

/**
 * Puts the dispatcher into java.lang.
 *
 * <p>From 9 on it is defined there through a lookup, which needs java.lang open to the agent's
 * loader: to that loader's own module, not to the application's class path, for which it stays
 * closed. Nothing is appended to the boot class path, because that costs the application its share
 * of a CDS archive. On 8 there is no such lookup: the JAR is appended, and the boot loader sees the
 * dispatcher in it and nothing else of use.
 */
final class Dispatcher {
  private static final String NAME = "java.lang.OutriderDispatch";

  final Class<?> type;

  /** A run that makes an archive or a cache, in which no class may be changed. */
  final boolean training;

  private Dispatcher(Class<?> type, boolean training) {
    this.type = type;
    this.training = training;
  }

  /** True when an agent of ours was here before. */
  static boolean isDefined() {
    try {
      Class.forName(NAME, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  static Dispatcher define(Instrumentation instrumentation) throws Exception {
    if (JavaVersion.feature() == 8) {
      instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(OwnJar.file()));
      return new Dispatcher(Class.forName(NAME, false, null), false);
    }
    JavaBase javaBase = JavaBase.open(instrumentation);
    Class<?> type = javaBase.define(file("OutriderDispatch"));
    javaBase.define(file("OutriderDispatch$Handles"));
    return new Dispatcher(type, javaBase.isTrainingRun());
  }

  private static byte[] file(String name) throws IOException {
    String path = "java/lang/" + name + ".class";
    InputStream in = Dispatcher.class.getClassLoader().getResourceAsStream(path);
    if (in == null) {
      throw new IOException("no " + path + ": the agent's JAR is not complete");
    }
    try {
      byte[] bytes = new byte[1 << 14];
      int length = 0;
      int count = in.read(bytes);
      while (count > 0) {
        length += count;
        count = in.read(bytes, length, bytes.length - length);
      }
      if (length == bytes.length) {
        throw new IOException(path + " is too long");
      }
      return java.util.Arrays.copyOf(bytes, length);
    } finally {
      in.close();
    }
  }
}
