// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Loads the agent's classes from the folder of its JAR where no application and no class path
 * scanner sees them: class files lie there under another suffix. Its parent is the platform loader,
 * so that neither sees the other; what is in the JAR is never looked for there, for others put
 * libraries on the boot path and into extension folders.
 */
final class AgentLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  static final String FOLDER = "outrider/";
  private static final String SUFFIX = ".classdata";

  private final JarFile jar;
  private final ProtectionDomain domain;

  /**
   * @param domain what a security policy has granted to the JAR
   */
  AgentLoader(File file, ProtectionDomain domain, ClassLoader platform) throws IOException {
    super(platform);
    // Unverified: checking signatures costs more than everything else here.
    this.jar = new JarFile(file, false);
    this.domain = domain;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.") || jar.getEntry(classEntry(name)) == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes;
    try {
      bytes = read(classEntry(name));
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    try {
      byte[] bytes = read(entry(name));
      if (bytes != null) {
        return new ByteArrayInputStream(bytes);
      }
    } catch (IOException e) {
      // As if there were none.
    }
    return super.getResourceAsStream(name);
  }

  private static String classEntry(String name) {
    return FOLDER + name.replace('.', '/') + SUFFIX;
  }

  private static String entry(String name) {
    return FOLDER
        + (name.endsWith(".class") ? name.substring(0, name.length() - 6) + SUFFIX : name);
  }

  @Override
  protected URL findResource(String name) {
    String entry = entry(name);
    try {
      return jar.getEntry(entry) == null ? null : Handler.url(this, entry, name);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return url == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(url));
  }

  private byte[] read(String entry) throws IOException {
    ZipEntry found = jar.getEntry(entry);
    if (found == null) {
      return null;
    }
    InputStream in = jar.getInputStream(found);
    try {
      byte[] bytes = new byte[(int) found.getSize()];
      int done = 0;
      while (done < bytes.length) {
        int count = in.read(bytes, done, bytes.length - done);
        if (count < 0) {
          throw new EOFException(entry);
        }
        done += count;
      }
      return bytes;
    } finally {
      in.close();
    }
  }

  /**
   * Resources are read without the jar: handler, whose cache containers switch off or close under
   * us.
   */
  private static final class Handler extends URLStreamHandler {
    private final AgentLoader loader;
    private final String entry;

    /** Here, so that this class is loaded with the first URL and not before. */
    static URL url(AgentLoader loader, String entry, String name) throws IOException {
      return new URL("outrider", null, -1, "/" + name, new Handler(loader, entry));
    }

    private Handler(AgentLoader loader, String entry) {
      this.loader = loader;
      this.entry = entry;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() throws IOException {
          byte[] bytes = loader.read(entry);
          if (bytes == null) {
            throw new IOException("no " + entry);
          }
          return new ByteArrayInputStream(bytes);
        }
      };
    }
  }
}
