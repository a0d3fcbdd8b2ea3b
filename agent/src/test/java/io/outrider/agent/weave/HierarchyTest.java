// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class HierarchyTest {
  private final Index index =
      Index.parse("I none\nS lib.Service\nS java.sql.Statement\nT lib.Exact\nM serve\n");
  private final Hierarchy hierarchy = new Hierarchy(index, ClassLoader.getPlatformClassLoader());
  private final Files files = new Files();

  /** Class files that are read but, should one be asked for, never loaded. */
  private static class Files extends ClassLoader {
    final Map<String, byte[]> files = new HashMap<>();
    int reads;

    Files() {
      super(null);
    }

    byte[] add(String name, String superName, String... interfaces) {
      ClassWriter writer = new ClassWriter(0);
      writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, superName, interfaces);
      files.put(name + ".class", writer.toByteArray());
      return writer.toByteArray();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) {
      throw new AssertionError("loads " + name);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      reads++;
      byte[] file = files.get(name);
      return file == null ? null : new ByteArrayInputStream(file);
    }
  }

  private Set<String> supertypes(String name, byte[] file) {
    return hierarchy.supertypes(files, name, new ClassHeader(file));
  }

  @Test
  void findsASupertypeHoweverDeepItIs() {
    files.add("lib/Service", "java/lang/Object");
    files.add("a/C0", "java/lang/Object", "lib/Service");
    for (int i = 1; i < 150; i++) {
      files.add("a/C" + i, "a/C" + (i - 1));
    }
    assertThat(supertypes("a/Last", files.add("a/Last", "a/C149"))).containsExactly("lib/Service");
  }

  @Test
  void findsASupertypeThatCannotBeReadItself() {
    assertThat(supertypes("a/B", files.add("a/B", "not/There", "lib/Service")))
        .containsExactly("lib/Service");
    assertThat(supertypes("a/C", files.add("a/C", "not/There"))).isEmpty();
  }

  @Test
  void findsTypesOfTheJdkThroughTypesOfTheJdk() {
    byte[] file = files.add("a/Call", "java/lang/Object", "java/sql/CallableStatement");
    assertThat(supertypes("a/Call", file)).containsExactly("java/sql/Statement");
    assertThat(supertypes("a/List", files.add("a/List", "java/util/ArrayList"))).isEmpty();
    assertThat(supertypes("a/Odd", files.add("a/Odd", "java/sql/NotThere"))).isEmpty();
  }

  @Test
  void aClassIsNotItsOwnSupertype() {
    assertThat(supertypes("lib/Service", files.add("lib/Service", "java/lang/Object"))).isEmpty();
  }

  @Test
  void aCircleOfClassesEnds() {
    int width = 30;
    String[] all = new String[width];
    for (int i = 0; i < width; i++) {
      all[i] = "a/I" + i;
    }
    for (int i = 0; i < width; i++) {
      files.add("a/I" + i, "a/I" + (i + 1) % width, all[(i + 2) % width], all[(i + 7) % width]);
    }
    assertThat(supertypes("a/Round", files.add("a/Round", "a/I0", "lib/Service")))
        .containsExactly("lib/Service");
  }

  @Test
  void aSupertypeIsReadOnce() {
    files.add("a/Base", "java/lang/Object", "lib/Service");
    supertypes("a/One", files.add("a/One", "a/Base"));
    int reads = files.reads;
    assertThat(supertypes("a/Two", files.add("a/Two", "a/Base"))).containsExactly("lib/Service");
    assertThat(files.reads).isEqualTo(reads);
  }

  @Test
  void aClassThatWasSeenNeedNotBeReadWhenItIsExtended() {
    byte[] generated = files.add("a/Generated", "java/lang/Object", "lib/Service");
    files.files.clear();
    supertypes("a/Generated", generated);
    assertThat(supertypes("a/Sub", files.add("a/Sub", "a/Generated")))
        .containsExactly("lib/Service");
  }

  @Test
  void loadersMayFailInAnyWay() {
    for (Throwable failure :
        new Throwable[] {
          new IllegalStateException("closed"),
          new ClassCircularityError("a/B"),
          new NoClassDefFoundError("a/C")
        }) {
      ClassLoader failing =
          new ClassLoader(null) {
            @Override
            public InputStream getResourceAsStream(String name) {
              HierarchyTest.<RuntimeException>doThrow(failure);
              return null;
            }
          };
      ClassHeader header = new ClassHeader(files.add("a/B", "a/C", "lib/Service"));
      assertThat(hierarchy.supertypes(failing, "a/B", header)).containsExactly("lib/Service");
    }
  }

  @Test
  void garbageInPlaceOfAClassFileIsAsGoodAsNone() {
    files.files.put("a/C.class", new byte[] {1, 2, 3});
    assertThat(supertypes("a/B", files.add("a/B", "a/C"))).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void doThrow(Throwable failure) throws T {
    throw (T) failure;
  }
}
