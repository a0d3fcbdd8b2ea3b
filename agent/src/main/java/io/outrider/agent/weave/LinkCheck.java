// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.lang.invoke.MethodType;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Looks up every library member that an adapter refers to, before the adapter is first used. The
 * JVM resolves lazily: without this a library that does not fit would show itself as a
 * NoSuchMethodError in the middle of a call.
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
    final String folder = name.substring(0, name.lastIndexOf('.') + 1);
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
                References references = new References(folder);
                references.type(superName);
                for (String one : interfaces) {
                  references.type(one);
                }
              }

              @Override
              public MethodVisitor visitMethod(
                  int access, String method, String type, String signature, String[] thrown) {
                return new References(folder);
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
      resolve(owner, name, descriptor, opcode == Opcodes.INVOKESTATIC);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      Class<?> type = type(owner);
      if (type != null && !hasField(type, name)) {
        misfit = owner.replace('/', '.') + "." + name;
      }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      type(type);
    }

    private void resolve(String owner, String name, String descriptor, boolean isStatic) {
      Class<?> type = type(owner);
      if (type == null) {
        return;
      }
      try {
        Class<?>[] parameters =
            MethodType.fromMethodDescriptorString(descriptor, loader).parameterArray();
        if (!hasMethod(type, name, parameters)) {
          misfit = owner.replace('/', '.') + "." + name + descriptor;
        }
      } catch (TypeNotPresentException e) {
        misfit = e.typeName();
      } catch (LinkageError e) {
        misfit = owner.replace('/', '.') + ": " + e;
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
        if (name.startsWith(folder)) {
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

  private static boolean hasField(Class<?> type, String name) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      try {
        at.getDeclaredField(name);
        return true;
      } catch (NoSuchFieldException e) {
        // In a supertype, perhaps.
      }
    }
    return false;
  }

  private static boolean hasMethod(Class<?> type, String name, Class<?>[] parameters) {
    if (name.equals("<init>")) {
      try {
        type.getDeclaredConstructor(parameters);
        return true;
      } catch (NoSuchMethodException e) {
        return false;
      }
    }
    try {
      type.getMethod(name, parameters);
      return true;
    } catch (NoSuchMethodException e) {
      return hasDeclared(type, name, parameters)
          || type.isInterface() && inObject(name, parameters);
    }
  }

  private static boolean inObject(String name, Class<?>[] parameters) {
    try {
      Object.class.getMethod(name, parameters);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static boolean hasDeclared(Class<?> type, String name, Class<?>[] parameters) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      try {
        at.getDeclaredMethod(name, parameters);
        return true;
      } catch (NoSuchMethodException e) {
        // In a supertype, perhaps.
      }
    }
    return false;
  }
}
