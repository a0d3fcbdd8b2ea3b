// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.springmvc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoutesTest {
  @Test
  void aPatternIsTheRouteWhereTheApplicationIsTheRoot() {
    assertThat(Routes.route("/orders/{id}", "", "/orders/7", null)).isEqualTo("/orders/{id}");
    assertThat(Routes.route("/**", null, "/logo.png", null)).isEqualTo("/**");
  }

  @Test
  void withoutAPatternThereIsNoRoute() {
    assertThat(Routes.route(null, "/shop", "/orders/7", null)).isNull();
  }

  @Test
  void theContextPathComesFirst() {
    assertThat(Routes.route("/orders/{id}", "/shop", "/orders/7", null))
        .isEqualTo("/shop/orders/{id}");
  }

  @Test
  void thePrefixOfTheServletComesNext() {
    assertThat(Routes.route("/orders/{id}", "/shop", "/api", "/orders/7"))
        .isEqualTo("/shop/api/orders/{id}");
    assertThat(Routes.route("/apiary", "", "/api", "/apiary")).isEqualTo("/api/apiary");
  }

  @Test
  void aPatternThatNamesThePrefixItselfIsLeftAsItIs() {
    assertThat(Routes.route("/api/orders/{id}", "", "/api", "/orders/7"))
        .isEqualTo("/api/orders/{id}");
    assertThat(Routes.route("/api", "", "/api", "/")).isEqualTo("/api");
  }

  @Test
  void aServletMappedToEverythingHasNoPrefix() {
    assertThat(Routes.route("/orders/{id}", "", "", "/orders/7")).isEqualTo("/orders/{id}");
  }

  @Test
  void aRouteBeginsWithASlash() {
    assertThat(Routes.route("", "/shop", "/", null)).isEqualTo("/shop/");
    assertThat(Routes.route("orders", "", "/orders", null)).isEqualTo("/orders");
  }

  @Test
  void aParsedPatternIsReadAsItsText() {
    Object parsed = new StringBuilder("/orders/{*rest}");

    assertThat(Routes.route(parsed, "", "/orders/7", null)).isEqualTo("/orders/{*rest}");
  }
}
