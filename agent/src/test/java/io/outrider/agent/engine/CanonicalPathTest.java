// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
  @ParameterizedTest
  @CsvSource({
    "/a/../orders//1;x=y, /orders/1",
    "/%6frders/1, /orders/1",
    "/%6Frders/1, /orders/1",
    "//, /",
    "/., /",
    "/.., /",
    "/../.., /",
    "/../../etc, /etc",
    "/a/., /a/",
    "/a/.., /",
    "/a/b/.., /a/",
    "/a/./b/, /a/b/",
    "/a/b/../../c, /c",
    "/a//../b, /b",
    "/a/..;x/b, /b",
    "/a/.;x/b, /a/b",
    "/;jsessionid=1/orders, /orders",
    "/orders;jsessionid=1?, /orders",
    "/a/%2e%2e/b, /b",
    "/a%2Fb, /a/b",
    "/a%2f..%2fb, /b",
    "/a%3Bx, '/a;x'",
    "/%2541, /%41",
    "/caf%C3%A9, /café",
    "/%F0%9F%98%80, /😀",
    "/%C3/x%, /%C3/x%",
    "/%C0%AF/x, /%C0%AF/x",
    "/%ED%A0%80, /%ED%A0%80",
    "/%F5%80%80%80, /%F5%80%80%80",
    "/%zz/../a, /a",
    "/%4, /%4",
    "/...//a, /.../a",
  })
  void isWhatAServerMakesOfIt(String path, String canonical) {
    assertThat(CanonicalPath.of(path)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/orders",
        "/orders/1/",
        "/.well-known/x",
        "/a.b/..c/...",
        "/a../b",
        "*",
        "",
        "a/../b"
      })
  void isTheSameStringWhenItIsCanonicalAlready(String path) {
    assertThat(CanonicalPath.of(path)).isSameAs(path);
  }

  @Test
  void anEscapedTextIsRead() {
    for (int point = 1; point <= Character.MAX_CODE_POINT; point += point < 0x3000 ? 1 : 97) {
      if (point == '/' || point == '.' || point >= 0xD800 && point < 0xE000) {
        continue;
      }
      String text = new String(Character.toChars(point));
      String escaped = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
      if (text.charAt(0) == ';' || !escaped.equals(text)) {
        assertThat(CanonicalPath.of("/x" + escaped + "y")).isEqualTo("/x" + text + "y");
      }
    }
    assertThat(CanonicalPath.of(null)).isNull();
  }

  @Test
  void isBoundedStableAndNeverThrows() {
    Random random = new Random(3);
    String[] parts = {
      "/", "/", "..", ".", ";", ";a=b", "%2e", "%2F", "%", "%4", "%41", "%C3%A9", "%C3", "a", "é",
      "//"
    };
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder("/");
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      String path = text.toString();
      String canonical = CanonicalPath.of(path);
      assertThat(canonical).startsWith("/");
      assertThat(canonical.length()).isLessThanOrEqualTo(path.length());
      assertThat(canonical).as(path).doesNotContain("//");
      assertThat(canonical + "/").as(path).doesNotContain("/./").doesNotContain("/../");
      if (canonical.indexOf('%') < 0 && canonical.indexOf(';') < 0) {
        assertThat(CanonicalPath.of(canonical)).as(path).isSameAs(canonical);
      }
    }
  }
}
