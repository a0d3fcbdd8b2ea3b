// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;

/** An application's loader, with the targets as their class files are or as they are made. */
final class TargetLoader extends ClassLoader {
  static final String PACKAGE = "org.example.probe.";

  private final UnaryOperator<byte[]> change;

  TargetLoader(UnaryOperator<byte[]> change) {
    super(ClassLoader.getPlatformClassLoader());
    this.change = change;
  }

  TargetLoader() {
    this(file -> file);
  }

  /**
   * @param version of the class files; those before 50 have no stack maps
   */
  static TargetLoader ofVersion(int version) {
    return new TargetLoader(
        file -> {
          ClassWriter writer = new ClassWriter(0);
          new ClassReader(file).accept(writer, version < 50 ? ClassReader.SKIP_FRAMES : 0);
          byte[] changed = writer.toByteArray();
          changed[7] = (byte) version;
          return changed;
        });
  }

  Class<?> load(String simpleName) throws ClassNotFoundException {
    return Class.forName(PACKAGE + simpleName, true, this);
  }

  Object make(String simpleName) throws ReflectiveOperationException {
    return load(simpleName).getConstructor().newInstance();
  }

  static Object call(Object target, String method, Object... arguments)
      throws ReflectiveOperationException {
    return Arrays.stream(target.getClass().getMethods())
        .filter(one -> one.getName().equals(method) && !one.isBridge())
        .filter(one -> one.getParameterCount() == arguments.length)
        .findFirst()
        .orElseThrow()
        .invoke(target, arguments);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] file = name.startsWith(PACKAGE) ? file(name.replace('.', '/') + ".class") : null;
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, file, 0, file.length);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] file = name.startsWith(PACKAGE.replace('.', '/')) ? file(name) : null;
    return file == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(file);
  }

  private byte[] file(String path) {
    try (InputStream in = TargetLoader.class.getClassLoader().getResourceAsStream(path)) {
      return in == null ? null : change.apply(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
