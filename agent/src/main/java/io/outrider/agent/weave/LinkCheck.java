// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Looks up every library member that an adapter refers to, before the adapter is first used. The
 * JVM resolves lazily: without this a library that does not fit would show itself as a
 * NoSuchMethodError in the middle of a call. Classes are loaded, never initialised.
 */
final class LinkCheck {
  private final AdapterLoader loader;
  private final Set<String> seen = new HashSet<String>();
  private String misfit;

  private LinkCheck(AdapterLoader loader) {
    this.loader = loader;
  }

  /**
   * @return what does not fit, or null
   */
  static String misfit(String adapter, AdapterLoader loader) {
    LinkCheck check = new LinkCheck(loader);
    check.check(adapter);
    return check.misfit;
  }

  private void check(String name) {
    if (misfit != null || !seen.add(name)) {
      return;
    }
    byte[] file;
    try {
      file = loader.classFile(name);
    } catch (ClassNotFoundException e) {
      misfit = "no class " + name;
      return;
    }
    final References references = new References(name.substring(0, name.lastIndexOf('.') + 1));
    new ClassReader(file)
        .accept(
            new ClassVisitor(OpenedClassReader.ASM_API) {
              @Override
              public void visit(
                  int version,
                  int access,
                  String self,
                  String signature,
                  String superName,
                  String[] interfaces) {
                references.type(superName);
                for (String one : interfaces) {
                  references.type(one);
                }
              }

              @Override
              public MethodVisitor visitMethod(
                  int access, String method, String type, String signature, String[] thrown) {
                return references;
              }
            },
            ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
  }

  private final class References extends MethodVisitor {
    private final String folder;

    References(String folder) {
      super(OpenedClassReader.ASM_API);
      this.folder = folder;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean itf) {
      method(owner, name, descriptor, opcode == Opcodes.INVOKESTATIC, itf);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      Class<?> type = type(owner);
      boolean isStatic = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
      if (type != null) {
        report(owner + "." + name, Members.fieldFits(type, name, descriptor, isStatic));
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      for (Object argument : arguments) {
        if (argument instanceof Handle && ((Handle) argument).getTag() >= Opcodes.H_INVOKEVIRTUAL) {
          Handle handle = (Handle) argument;
          boolean isStatic = handle.getTag() == Opcodes.H_INVOKESTATIC;
          method(
              handle.getOwner(),
              handle.getName(),
              handle.getDesc(),
              isStatic,
              handle.isInterface());
        }
      }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      type(type);
    }

    @Override
    public void visitLdcInsn(Object value) {
      if (value instanceof Type && ((Type) value).getSort() == Type.OBJECT) {
        type(((Type) value).getInternalName());
      }
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
      if (type != null) {
        type(type);
      }
    }

    private void method(
        String owner, String name, String descriptor, boolean isStatic, boolean itf) {
      Class<?> type = type(owner);
      if (type != null) {
        report(
            owner + "." + name + descriptor,
            type.isInterface() == itf && Members.methodFits(type, name, descriptor, isStatic));
      }
    }

    private void report(String what, boolean fits) {
      if (!fits) {
        misfit = what.replace('/', '.');
      }
    }

    /**
     * Null for what need not be looked at: the JDK's, the agent's, and the adapter's neighbours,
     * which are followed.
     */
    private Class<?> type(String internalName) {
      if (misfit != null || internalName.charAt(0) == '[' || internalName.startsWith("java/")) {
        return null;
      }
      String name = internalName.replace('/', '.');
      if (name.startsWith("io.outrider.")) {
        // What an adapter has for newer libraries is loaded where they are.
        if (name.startsWith(folder) && name.indexOf(".newer.") < 0) {
          check(name);
        }
        return null;
      }
      try {
        return Class.forName(name, false, loader);
      } catch (ClassNotFoundException e) {
        misfit = "no class " + name;
      } catch (LinkageError e) {
        misfit = name + ": " + e;
      }
      return null;
    }
  }
}
