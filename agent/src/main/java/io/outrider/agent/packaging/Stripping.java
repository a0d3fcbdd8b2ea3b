// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.packaging;

import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.TypePath;

/**
 * Takes out of a class file what only compilers, debuggers and Kotlin's reflection read: names of
 * local variables, annotations that are invisible while running, Kotlin's metadata. Code, line
 * numbers and generic signatures stay.
 */
final class Stripping extends ClassVisitor {
  private static final int API = Opcodes.ASM9;

  private final Set<String> missing;
  private String own;

  private Stripping(ClassVisitor next, Set<String> missing) {
    super(API, next);
    this.missing = missing;
  }

  /**
   * @param missing classes that are not to be listed as inner ones
   */
  static byte[] strip(byte[] file, Set<String> missing) {
    ClassReader reader = new ClassReader(file);
    // Without the reader, so that the constants of what is left out go too.
    ClassWriter writer = new ClassWriter(0);
    reader.accept(new Stripping(writer, missing), 0);
    return writer.toByteArray();
  }

  private static boolean isRead(String descriptor, boolean visible) {
    return visible
        && !descriptor.startsWith("Lkotlin/")
        // Told what its build tool has made of a class.
        && !descriptor.startsWith("Lnet/bytebuddy/build/");
  }

  @Override
  public void visitSource(String source, String debug) {
    super.visitSource(source, null);
  }

  @Override
  public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    return isRead(descriptor, visible) ? super.visitAnnotation(descriptor, visible) : null;
  }

  @Override
  public AnnotationVisitor visitTypeAnnotation(
      int reference, TypePath path, String descriptor, boolean visible) {
    return null;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    own = name;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public void visitInnerClass(String name, String outer, String inner, int access) {
    // Its own entry says in which class it is, which a JVM looks for when it is asked for its name.
    if (name.equals(own) || !missing.contains(name)) {
      super.visitInnerClass(name, outer, inner, access);
    }
  }

  @Override
  public void visitNestMember(String name) {
    if (!missing.contains(name)) {
      super.visitNestMember(name);
    }
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    return new Field(super.visitField(access, name, descriptor, signature, value));
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new Method(super.visitMethod(access, name, descriptor, signature, exceptions));
  }

  private static final class Field extends FieldVisitor {
    Field(FieldVisitor next) {
      super(API, next);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return isRead(descriptor, visible) ? super.visitAnnotation(descriptor, visible) : null;
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(
        int reference, TypePath path, String descriptor, boolean visible) {
      return null;
    }
  }

  private static final class Method extends MethodVisitor {
    Method(MethodVisitor next) {
      super(API, next);
    }

    @Override
    public void visitParameter(String name, int access) {}

    @Override
    public void visitLocalVariable(
        String name, String descriptor, String signature, Label start, Label end, int index) {}

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return isRead(descriptor, visible) ? super.visitAnnotation(descriptor, visible) : null;
    }

    @Override
    public void visitAnnotableParameterCount(int count, boolean visible) {
      if (visible) {
        super.visitAnnotableParameterCount(count, true);
      }
    }

    @Override
    public AnnotationVisitor visitParameterAnnotation(
        int parameter, String descriptor, boolean visible) {
      return isRead(descriptor, visible)
          ? super.visitParameterAnnotation(parameter, descriptor, visible)
          : null;
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(
        int reference, TypePath path, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public AnnotationVisitor visitInsnAnnotation(
        int reference, TypePath path, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public AnnotationVisitor visitTryCatchAnnotation(
        int reference, TypePath path, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public AnnotationVisitor visitLocalVariableAnnotation(
        int reference,
        TypePath path,
        Label[] start,
        Label[] end,
        int[] index,
        String descriptor,
        boolean visible) {
      return null;
    }
  }
}
