// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "/health, /health",
    "/health/*, /health/live",
    "/health/*, /health/",
    "/health/**, /health",
    "/health/**, /health/",
    "/health/**, /health/a/b",
    "/a/**/b, /a/b",
    "/a/**/b, /a/x/y/b",
    "/a/**/b/**, /a/b",
    "**/b, b",
    "**/b, /x/b",
    "**.js, /x/y.js",
    "/x**, /xyz/a",
    "/x/{id}, /x/{id}",
    "/*/orders/*, /v1/orders/7",
    "/a*b*c, /aXbXbYc",
    "**, anything/at/all",
    "/**, /",
    "/a.b, /a.b",
  })
  void matchesPaths(String pattern, String path) {
    assertThat(Glob.path(pattern).matches(path)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/health, /healthy",
    "/health, /Health",
    "/health/*, /health/live/x",
    "/health/*, /health",
    "/health/**, /healthy",
    "/a/**/b, /a/xb",
    "/a/**/b, /ab",
    "**/b, xb",
    "/a.b, /axb",
    "/a*b, /aXbX",
    "/[ab], /a",
    "/a?, /ab",
  })
  void doesNotMatchOtherPaths(String pattern, String path) {
    assertThat(Glob.path(pattern).matches(path)).isFalse();
  }

  @Test
  void matchesHostsByLabelAndInAnyCase() {
    assertThat(Glob.host("*.example.com").matches("API.Example.COM")).isTrue();
    assertThat(Glob.host("*.example.com").matches("a.b.example.com")).isFalse();
    assertThat(Glob.host("**.example.com").matches("a.b.example.com")).isTrue();
    assertThat(Glob.host("**.example.com").matches("example.com")).isTrue();
    assertThat(Glob.host("**.example.com").matches("badexample.com")).isFalse();
    assertThat(Glob.host("inventory.*").matches("inventory.local")).isTrue();
    assertThat(Glob.host("10.0.**").matches("10.0.3.4")).isTrue();
    assertThat(Glob.host("a@c").matches("a`c")).isFalse();
    assertThat(Glob.host("[::1]").matches("[::1]")).isTrue();
  }

  @Test
  void matchesNothingWhereThereIsNoText() {
    assertThat(Glob.path("**").matches(null)).isFalse();
    assertThat(Glob.path("**").matches("")).isTrue();
  }

  @Test
  void agreesWithARegularExpressionOnRandomPatterns() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String pattern = random(random, new String[] {"a", "b", "/", "*", "**", "/**", "**/"}, 7);
      String text = random(random, new String[] {"a", "b", "/"}, 9);
      assertThat(Glob.path(pattern).matches(text))
          .as("%s on %s", pattern, text)
          .isEqualTo(regex(pattern).matcher(text).matches());
    }
  }

  @Test
  void refusesAPatternWithTooMuchBehindItsFirstStar() {
    assertThat(Glob.path("/a".repeat(500) + "/**").matches("/a".repeat(500))).isTrue();
    String longest = "*" + "a".repeat(Glob.LONGEST_TAIL - 1);
    assertThat(Glob.path(longest).matches("a".repeat(200))).isTrue();
    assertThatThrownBy(() -> Glob.path(longest + "a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Timeout(5)
  void takesTimeInProportionToTheText() {
    Glob glob = Glob.path("**a*a*a**a*a*a*b");
    String text = "a".repeat(1_000_000);
    assertThat(glob.matches(text)).isFalse();
  }

  @Test
  void allocatesNothing() {
    Glob glob = Glob.path("/api/**/orders/*");
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int matched = 0;
    long before = 0;
    for (int i = 0; i < 20_000; i++) {
      if (i == 10_000) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      matched += glob.matches("/api/v1/shops/7/orders/9") ? 1 : 0;
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    assertThat(matched).isEqualTo(20_000);
  }

  private static String random(Random random, String[] parts, int most) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(most); n >= 0; n--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  /** The definition of a pattern, in another language. */
  private static Pattern regex(String pattern) {
    String folded = pattern.replaceAll("\\*\\*(/?\\*\\*|\\*)+", "**");
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < folded.length(); i++) {
      if (folded.startsWith("**", i)) {
        boolean after = i == 0 || folded.charAt(i - 1) == '/';
        if (after && folded.startsWith("/", i + 2)) {
          regex.append("(.*/)?");
          i += 2;
        } else if (regex.toString().endsWith("/") && i + 2 == folded.length()) {
          regex.setLength(regex.length() - 1);
          regex.append("(/.*)?");
          i += 1;
        } else {
          regex.append(".*");
          i += 1;
        }
      } else {
        regex.append(folded.charAt(i) == '*' ? "[^/]*" : folded.substring(i, i + 1));
      }
    }
    return Pattern.compile(regex.toString());
  }
}
