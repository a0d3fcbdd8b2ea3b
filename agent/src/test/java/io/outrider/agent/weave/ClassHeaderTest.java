// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassHeaderTest {
  @Test
  void readsWhatAClassIsAndDeclares() throws IOException {
    ClassHeader header = new ClassHeader(file("DeepService"));
    assertThat(header.superName()).isEqualTo("org/example/probe/BaseService");
    assertThat(header.interfaces()).isEmpty();
    assertThat(header.isInterface()).isFalse();
    assertThat(header.declares(names("serve"))).isTrue();
    assertThat(header.declares(names("serve", "other", "sErve"))).isTrue();
    assertThat(header.declares(names("order"))).isFalse();
    assertThat(new ClassHeader(file("Service")).isInterface()).isTrue();
    assertThat(new ClassHeader(file("BaseService")).interfaces())
        .containsExactly("org/example/probe/Service");
  }

  @Test
  void aMethodThatIsOnlyCalledIsNotDeclared() throws IOException {
    ClassHeader header = new ClassHeader(file("Calls"));
    assertThat(header.declares(names("call"))).isTrue();
    assertThat(header.declares(names("concat", "charAt", "length"))).isFalse();
  }

  @Test
  void aNameMayBeLongOrForeign() throws IOException {
    String longName = "n".repeat(1000);
    assertThat(new ClassHeader(file("Calls")).declares(names(longName, "überträgt", "日本")))
        .isFalse();
  }

  @Test
  void readsClassesOfTheJdk() throws IOException {
    assertThat(new ClassHeader(bytes(Object.class)).superName()).isNull();
    assertThat(new ClassHeader(bytes(String.class)).interfaces())
        .contains("java/lang/CharSequence");
    assertThat(new ClassHeader(bytes(Thread.class)).declares(names("run"))).isTrue();
    assertThat(new ClassHeader(bytes(Runnable.class)).isInterface()).isTrue();
  }

  @Test
  void whatIsNoClassFileIsRefusedAndNothingElse() throws IOException {
    byte[] whole = file("Calls");
    Random random = new Random(1);
    for (int i = 0; i < 20000; i++) {
      byte[] broken = whole.clone();
      if (i % 2 == 0) {
        broken = java.util.Arrays.copyOf(broken, random.nextInt(broken.length));
      }
      for (int k = 0; k < 1 + i % 4 && broken.length > 0; k++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      assertReadOrRefused(broken);
    }
    assertReadOrRefused(new byte[0]);
  }

  private static void assertReadOrRefused(byte[] file) {
    assertThatCode(
            () -> {
              try {
                ClassHeader header = new ClassHeader(file);
                header.isInterface();
                header.declares(names("call", "run"));
                header.superName();
                header.interfaces();
              } catch (IndexOutOfBoundsException expected) {
                // No class file.
              }
            })
        .doesNotThrowAnyException();
  }

  private static ClassHeader.Names names(String... names) {
    return new ClassHeader.Names(Set.of(names));
  }

  private static byte[] file(String target) throws IOException {
    try (InputStream in =
        ClassHeaderTest.class.getResourceAsStream("/org/example/probe/" + target + ".class")) {
      return in.readAllBytes();
    }
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }
}
