// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "inventory.*, inventory.shop.svc, true",
    "inventory.*, inventory, false",
    "INVENTORY.*, Inventory.a, true",
    "*, anything, true",
    "*.internal, a.b.internal, true",
    "*.internal, internal, false",
    "db-?, db-1, true",
    "db-?, db-, false",
    "db-?, db-12, false",
    "a*b*c, axxbyybzc, true",
    "a*b*c, axxbyyb, false",
    "'', '', true",
  })
  void matchesHostsWithoutRegardToCase(String pattern, String host, boolean matches) {
    assertThat(Glob.host(pattern).matches(host)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/**, /api/orders/7, true",
    "/api/**, /api/, true",
    "/api/**, /api, true",
    "/api/**, /apix, false",
    "/api/**, /ap, false",
    "/api/**, /apj, false",
    "/api/**, /apj/x, false",
    "/**, /, true",
    "/**, /a/b, true",
    "/api/*, /api/orders, true",
    "/api/*, /api/orders/7, false",
    "/api/*/items, /api/7/items, true",
    "/api/*/items, /api/7/8/items, false",
    "/api/**/items, /api/7/8/items, true",
    "/**/*.js, /a/b/c.js, true",
    "/**/*.js, /a/b/c.css, false",
    "/**/x/*/y, /x/a/b/x/c/y, true",
    "/orders/{id}, /orders/{id}, true",
    "/livez, /livez, true",
    "/livez, /livez/, false",
    "/Livez, /livez, false",
    "/a?c, /abc, true",
    "/a?c, /a/c, false",
    "**, /anything/at/all, true",
  })
  void matchesPathsSegmentBySegment(String pattern, String path, boolean matches) {
    assertThat(Glob.path(pattern).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void manyStarsTakeNoTimeToSpeakOf(boolean path) {
    String pattern = "/" + "*a".repeat(30) + "b";
    String text = "/" + "a".repeat(2_000);
    assertThat((path ? Glob.path(pattern) : Glob.name(pattern)).matches(text)).isFalse();
    assertThat(Glob.path("/" + "**a*a".repeat(15) + "b").matches(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"*", "a"})
  void nothingMatchesWhatIsNotKnown(String pattern) {
    assertThat(Glob.name(pattern).matches(null)).isFalse();
  }
}
