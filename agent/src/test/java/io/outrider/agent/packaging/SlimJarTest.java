// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays in the JAR of what was put into it. */
final class SlimJarTest {
  private static final String OURS = "io/outrider/Ours";

  @TempDir Path folder;
  private Path archive;
  private ZipOutputStream zip;

  @BeforeEach
  void open() throws IOException {
    archive = folder.resolve("all.jar");
    zip = new ZipOutputStream(Files.newOutputStream(archive));
  }

  @Test
  void whatIsNamedAsATypeStaysAndWhatItNamesToo() throws IOException {
    add(type(OURS, "lib/Parent"));
    ClassWriter parent = type("lib/Parent", "java/lang/Object");
    parent.visitField(0, "field", "Ljava/util/List;", "Ljava/util/List<Llib/Item;>;", null);
    add(parent);
    add(type("lib/Item", "java/lang/Object"));
    add(type("lib/Unused", "lib/Item"));

    assertThat(slim()).containsExactly("io/outrider/Ours", "lib/Item", "lib/Parent");
  }

  @Test
  void whatIsNamedInATextStays() throws IOException {
    ClassWriter ours = type(OURS, "java/lang/Object");
    ours.visitField(Opcodes.ACC_STATIC, "NAME", "Ljava/lang/String;", null, "lib.ByName");
    add(ours);
    add(type("lib/ByName", "java/lang/Object"));

    assertThat(slim()).contains("lib/ByName");
  }

  @Test
  void providersStayWithTheServiceTheyAreFor() throws IOException {
    add(type(OURS, "lib/Service"));
    add(type("lib/Service", "java/lang/Object"));
    add(type("lib/Provider", "java/lang/Object"));
    add(type("lib/Other", "java/lang/Object"));
    add(type("lib/OtherProvider", "java/lang/Object"));
    add("META-INF/services/lib.Service", "# the one\nlib.Provider # here\n".getBytes());
    add("META-INF/services/lib.Other", "lib.OtherProvider".getBytes(StandardCharsets.UTF_8));

    assertThat(slim()).containsExactly("io/outrider/Ours", "lib/Provider", "lib/Service");
    assertThat(folder.resolve("out/META-INF/services/lib.Service")).exists();
    assertThat(folder.resolve("out/META-INF/services/lib.Other")).doesNotExist();
  }

  @Test
  void anInnerClassThatIsOnlyListedGoesAndTheOuterOneOfAnInnerClassStays() throws IOException {
    ClassWriter ours = type(OURS, "lib/Outer$Used");
    add(ours);
    ClassWriter outer = type("lib/Outer", "java/lang/Object");
    outer.visitInnerClass("lib/Outer$Used", "lib/Outer", "Used", Opcodes.ACC_STATIC);
    outer.visitInnerClass("lib/Outer$Unused", "lib/Outer", "Unused", Opcodes.ACC_STATIC);
    add(outer);
    ClassWriter used = type("lib/Outer$Used", "java/lang/Object");
    used.visitInnerClass("lib/Outer$Used", "lib/Outer", "Used", Opcodes.ACC_STATIC);
    add(used);
    add(type("lib/Outer$Unused", "java/lang/Object"));

    assertThat(slim()).containsExactly("io/outrider/Ours", "lib/Outer", "lib/Outer$Used");
    assertThat(new String(bytes("lib/Outer"), StandardCharsets.ISO_8859_1))
        .contains("Outer$Used")
        .doesNotContain("Unused");
  }

  @Test
  void lineNumbersAndVisibleAnnotationsStayAndWhatNoJvmReadsGoes() throws Exception {
    ClassWriter ours = type(OURS, "java/lang/Object");
    ours.visitSource("Ours.java", "SMAP");
    ours.visitAnnotation("Lkotlin/Metadata;", true).visitEnd();
    MethodVisitor method =
        ours.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "line", "()V", null, null);
    method.visitAnnotation(Type.getDescriptor(Deprecated.class), true).visitEnd();
    method.visitAnnotation("Llib/Invisible;", false).visitEnd();
    method.visitCode();
    Label start = new Label();
    method.visitLabel(start);
    method.visitLineNumber(4711, start);
    method.visitInsn(Opcodes.ICONST_0);
    method.visitVarInsn(Opcodes.ISTORE, 0);
    method.visitTypeInsn(Opcodes.NEW, "java/lang/IllegalStateException");
    method.visitInsn(Opcodes.DUP);
    method.visitMethodInsn(
        Opcodes.INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "()V", false);
    method.visitInsn(Opcodes.ATHROW);
    Label end = new Label();
    method.visitLabel(end);
    method.visitLocalVariable("nobodyReadsThis", "I", null, start, end, 0);
    method.visitMaxs(2, 1);
    method.visitEnd();
    add(ours);

    slim();

    assertThat(new String(bytes(OURS), StandardCharsets.ISO_8859_1))
        .contains("Ours.java")
        .doesNotContain("SMAP", "Metadata", "Invisible", "nobodyReadsThis");
    URL[] urls = {folder.resolve("out").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, null)) {
      Method line = Class.forName("io.outrider.Ours", true, loader).getMethod("line");
      assertThat(line.isAnnotationPresent(Deprecated.class)).isTrue();
      assertThat(catchThrowable(() -> line.invoke(null)).getCause())
          .isInstanceOf(IllegalStateException.class)
          .satisfies(e -> assertThat(e.getStackTrace()[0].getLineNumber()).isEqualTo(4711));
    }
  }

  @Test
  void whatOnlyTheBuildRunsGoesAndOtherFilesStay() throws IOException {
    add(type(OURS, "java/lang/Object"));
    add(type("io/outrider/tools/Tool", "java/lang/Object"));
    add("lib/version.properties", new byte[] {1});

    assertThat(slim("io/outrider/tools/")).containsExactly(OURS);
    assertThat(folder.resolve("out/lib/version.properties")).hasBinaryContent(new byte[] {1});
  }

  private static ClassWriter type(String name, String parent) {
    ClassWriter type = new ClassWriter(0);
    type.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, parent, null);
    return type;
  }

  private void add(ClassWriter type) throws IOException {
    type.visitEnd();
    byte[] file = type.toByteArray();
    add(new ClassReader(file).getClassName() + ".class", file);
  }

  private void add(String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
  }

  /** Returns the names of the classes that are left, sorted. */
  private TreeSet<String> slim(String... without) throws IOException {
    zip.close();
    Path out = folder.resolve("out");
    SlimJar.main(
        Stream.concat(Stream.of(archive.toString(), out.toString()), Stream.of(without))
            .toArray(String[]::new));
    try (Stream<Path> files = Files.walk(out)) {
      List<String> names =
          files.map(file -> out.relativize(file).toString().replace('\\', '/')).toList();
      TreeSet<String> classes = new TreeSet<>();
      for (String name : names) {
        if (name.endsWith(".class")) {
          classes.add(name.substring(0, name.length() - ".class".length()));
        }
      }
      return classes;
    }
  }

  private byte[] bytes(String name) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve("out/" + name + ".class"))) {
      return in.readAllBytes();
    }
  }
}
