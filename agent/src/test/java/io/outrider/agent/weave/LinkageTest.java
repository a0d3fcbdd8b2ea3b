// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import static io.outrider.agent.weave.TargetLoader.call;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an application's classes meet their adapters, and part again. */
class LinkageTest {
  @Test
  void anAdapterWhoseLibraryFitsIsUsedAndInitialisesNothing() throws Exception {
    System.clearProperty("io.outrider.things");
    Recorder recorder = Woven.record(new Recorder());
    assertThat(call(new TargetLoader().make("Misfit"), "run", "x")).isEqualTo("x");
    assertThat(recorder.seen).containsExactly("x", null, null, "x", null);
    assertThat(System.getProperty("io.outrider.things")).isNull();
  }

  @ParameterizedTest
  @EnumSource(Misfit.class)
  void anAdapterWhoseLibraryDoesNotFitIsNotUsed(Misfit misfit) throws Exception {
    Recorder recorder = Woven.record(new Recorder());
    TargetLoader loader = new TargetLoader(file -> misfit.applied(file));
    Object target = loader.make("Misfit");
    assertThat(call(target, "run", "x")).isEqualTo("x");
    assertThat(call(target, "run", "y")).isEqualTo("y");
    assertThat(recorder.seen).isEmpty();
    AdapterLoader adapters = new AdapterLoader(loader, LinkageTest.class.getClassLoader());
    assertThat(adapters.misfit("io.outrider.instrumentation.probe.ProbeUser"))
        .contains("org.example.probe.Things")
        .contains(misfit.named);
  }

  @Test
  void aClassWithAMethodThatNamesAMissingTypeFits() {
    // Optional dependencies look like this; what is called is there.
    TargetLoader loader = new TargetLoader(file -> Misfit.withMissingType(file));
    AdapterLoader adapters = new AdapterLoader(loader, LinkageTest.class.getClassLoader());
    assertThat(adapters.misfit("io.outrider.instrumentation.probe.ProbeUser")).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 61})
  void loadersOfWovenClassesAreReleased(int version) throws Exception {
    Woven.record(new Recorder());
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      loaders.add(use(version));
    }
    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return loaders.stream().allMatch(loader -> loader.get() == null);
            });
  }

  private static WeakReference<ClassLoader> use(int version) throws Exception {
    TargetLoader loader = TargetLoader.ofVersion(version);
    Object calls =
        loader.load("Calls").getConstructor(Runnable.class, long.class).newInstance(null, 1L);
    call(calls, "call", "ab", 1L, 2.0);
    call(calls, "scoped", "x");
    call(calls, "after", "x");
    return new WeakReference<>(loader);
  }

  /** What another version of the library may have done. */
  private enum Misfit {
    METHOD_GONE("name"),
    RETURNS_SOMETHING_ELSE("count"),
    NO_LONGER_STATIC("count"),
    METHOD_NOT_PUBLIC("name"),
    CONSTRUCTOR_GONE("<init>"),
    FIELD_GONE("LIMIT"),
    FIELD_OF_ANOTHER_TYPE("LIMIT");

    final String named;

    Misfit(String named) {
      this.named = named;
    }

    byte[] applied(byte[] file) {
      if (!new ClassReader(file).getClassName().endsWith("/Things")) {
        return file;
      }
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(file)
          .accept(
              new ClassVisitor(OpenedClassReader.ASM_API, writer) {
                @Override
                public MethodVisitor visitMethod(
                    int access, String name, String type, String signature, String[] thrown) {
                  if (!name.equals(named) || name.equals("<clinit>")) {
                    return super.visitMethod(access, name, type, signature, thrown);
                  }
                  switch (Misfit.this) {
                    case METHOD_GONE:
                    case CONSTRUCTOR_GONE:
                      return null;
                    case RETURNS_SOMETHING_ELSE:
                      return bodiless(access, name, "()J");
                    case NO_LONGER_STATIC:
                      return bodiless(access & ~Opcodes.ACC_STATIC, name, type);
                    default:
                      return bodiless(0, name, type);
                  }
                }

                private MethodVisitor bodiless(int access, String name, String type) {
                  super.visitMethod(access | Opcodes.ACC_NATIVE, name, type, null, null).visitEnd();
                  return null;
                }

                @Override
                public FieldVisitor visitField(
                    int access, String name, String type, String signature, Object value) {
                  return name.equals(named)
                      ? Misfit.this == FIELD_GONE
                          ? null
                          : super.visitField(access, name, "J", null, null)
                      : super.visitField(access, name, type, signature, value);
                }
              },
              0);
      return writer.toByteArray();
    }

    static byte[] withMissingType(byte[] file) {
      if (!new ClassReader(file).getClassName().endsWith("/Things")) {
        return file;
      }
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(file)
          .accept(
              new ClassVisitor(OpenedClassReader.ASM_API, writer) {
                @Override
                public void visitEnd() {
                  super.visitMethod(
                          Opcodes.ACC_PUBLIC | Opcodes.ACC_NATIVE,
                          "optional",
                          "(Lnot/there/Type;)V",
                          null,
                          null)
                      .visitEnd();
                  super.visitEnd();
                }
              },
              0);
      return writer.toByteArray();
    }
  }
}
