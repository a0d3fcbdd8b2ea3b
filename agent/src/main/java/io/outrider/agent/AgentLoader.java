// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Loads the agent's classes from the folder of its JAR where no application and no class path
 * scanner sees them: class files lie there under another suffix. Its parent is the platform loader,
 * so that neither sees the other.
 */
final class AgentLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  static final String FOLDER = "outrider/";
  private static final String SUFFIX = ".classdata";

  private final JarFile jar;
  private final ProtectionDomain domain;

  AgentLoader(File file, ClassLoader platform) throws IOException {
    super(platform);
    // Unverified: checking signatures costs more than everything else here.
    jar = new JarFile(file, false);
    domain =
        new ProtectionDomain(
            new CodeSource(file.toURI().toURL(), (Certificate[]) null), null, this, null);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes;
    try {
      bytes = read(FOLDER + name.replace('.', '/') + SUFFIX);
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

  private static String entry(String name) {
    return FOLDER
        + (name.endsWith(".class") ? name.substring(0, name.length() - 6) + SUFFIX : name);
  }

  @Override
  protected URL findResource(String name) {
    String entry = entry(name);
    try {
      return jar.getEntry(entry) == null
          ? null
          : new URL("outrider", null, -1, "/" + name, new Handler(this, entry));
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
      ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.max(32, found.getSize()));
      byte[] buffer = new byte[8192];
      int count = in.read(buffer);
      while (count >= 0) {
        out.write(buffer, 0, count);
        count = in.read(buffer);
      }
      return out.toByteArray();
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

    Handler(AgentLoader loader, String entry) {
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
