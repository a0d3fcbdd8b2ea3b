// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;

/**
 * Reads the class files of the libraries that go into the agent's JAR: whatever they use of
 * java.util.logging must exist in what replaces it.
 */
class JulReplacementTest {
  private static final String JUL = "java/util/logging/";
  private static final String OURS = "io/outrider/agent/log/jul/";

  private final Set<String> jars = new TreeSet<>();
  private final Set<String> used = new TreeSet<>();

  @Test
  void hasEveryMemberThatTheLibrariesUse() throws IOException {
    for (URL manifest :
        Collections.list(getClass().getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
      if (manifest.openConnection() instanceof JarURLConnection connection
          && isPackaged(connection.getJarFile())) {
        readAll(connection.getJarFile());
      }
    }
    assertThat(jars).anyMatch(jar -> jar.startsWith("opentelemetry-sdk-trace-"));
    assertThat(jars).anyMatch(jar -> jar.startsWith("opentelemetry-exporter-otlp-common-"));
    assertThat(jars).anyMatch(jar -> jar.startsWith("opentelemetry-exporter-sender-okhttp-"));
    assertThat(jars).anyMatch(jar -> jar.startsWith("okhttp-jvm-"));
    assertThat(jars).anyMatch(jar -> jar.startsWith("okio-jvm-"));
    assertThat(jars).anyMatch(jar -> jar.startsWith("kotlin-stdlib-"));
    assertThat(jars).anyMatch(jar -> jar.startsWith("byte-buddy-"));
    assertThat(jars).anyMatch(jar -> jar.startsWith("snakeyaml-engine-"));
    assertThat(used).contains("Logger.getLogger(Ljava/lang/String;)L" + OURS + "Logger;");

    Set<String> missing = new TreeSet<>(used);
    missing.removeAll(membersOfOurs());
    assertThat(missing).isEmpty();
  }

  private boolean isPackaged(JarFile jar) {
    String name = jar.getName().substring(jar.getName().lastIndexOf('/') + 1);
    boolean packaged =
        name.startsWith("opentelemetry-")
            || name.startsWith("ok")
            || name.startsWith("kotlin-")
            || name.startsWith("byte-buddy-")
            || name.startsWith("snakeyaml-");
    if (packaged) {
      jars.add(name);
    }
    return packaged;
  }

  private void readAll(JarFile jar) throws IOException {
    for (JarEntry entry : Collections.list(jar.entries())) {
      if (entry.getName().endsWith(".class")
          && !entry.getName().endsWith("module-info.class")
          // Classes for newer JDKs, which the JAR does not take in.
          && !entry.getName().startsWith("META-INF/")) {
        try (InputStream in = jar.getInputStream(entry)) {
          new ClassReader(in).accept(new Uses(), ClassReader.SKIP_DEBUG);
        }
      }
    }
  }

  private static Set<String> membersOfOurs() {
    Set<String> members = new TreeSet<>();
    for (Class<?> type :
        new Class<?>[] {
          io.outrider.agent.log.jul.Logger.class, io.outrider.agent.log.jul.Level.class
        }) {
      members.add(type.getSimpleName());
      for (var method : type.getMethods()) {
        members.add(
            type.getSimpleName() + "." + method.getName() + Type.getMethodDescriptor(method));
      }
      for (var field : type.getFields()) {
        members.add(
            type.getSimpleName() + "." + field.getName() + Type.getDescriptor(field.getType()));
      }
    }
    return members;
  }

  private void type(String descriptor) {
    for (int at = descriptor.indexOf(JUL); at >= 0; at = descriptor.indexOf(JUL, at + 1)) {
      int end = descriptor.indexOf(';', at);
      used.add(descriptor.substring(at + JUL.length(), end < 0 ? descriptor.length() : end));
    }
  }

  private void member(String owner, String name, String descriptor) {
    type(descriptor);
    if (owner.startsWith(JUL)) {
      used.add(owner.substring(JUL.length()) + "." + name + descriptor.replace(JUL, OURS));
    }
  }

  private final class Uses extends ClassVisitor {
    Uses() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String superName,
        String[] interfaces) {
      type(String.valueOf(superName));
      for (String implemented : interfaces) {
        type(implemented);
      }
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      type(descriptor);
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      type(descriptor);
      return new MethodUses();
    }
  }

  private final class MethodUses extends MethodVisitor {
    MethodUses() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      member(owner, name, descriptor);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      member(owner, name, descriptor);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      type(type);
    }

    @Override
    public void visitLdcInsn(Object value) {
      if (value instanceof Type constant) {
        type(constant.getDescriptor());
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      type(descriptor);
      for (Object argument : arguments) {
        if (argument instanceof Handle handle) {
          member(handle.getOwner(), handle.getName(), handle.getDesc());
        }
      }
    }
  }
}
