// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnMethodRulesTest {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private OwnMethodRules read() {
    return OwnMethodRules.read(Config.load(properties, environment));
  }

  private OwnMethodRule one() {
    OwnMethodRules rules = read();
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.all()).hasSize(1);
    return rules.all().get(0);
  }

  private record Method(String name, boolean isPublic, String annotation, String supertype)
      implements OwnMethodRule.Candidate {
    Method(String name) {
      this(name, true, "", "");
    }

    @Override
    public boolean bears(String wanted) {
      return wanted.equals(annotation);
    }

    @Override
    public boolean isBelow(String wanted) {
      return wanted.equals(supertype);
    }
  }

  @Test
  void nothingIsReadWhereNothingIsSaid() {
    properties.put("outrider.mode", "enforce");
    assertThat(OwnMethodRules.areIn(Config.load(properties, environment))).isFalse();
    assertThat(read().all()).isEmpty();
  }

  @Test
  void classesAndMethodsAreNamedWithWildcards() {
    properties.put("outrider.methods.a.class", "com.acme.**.*Service");
    properties.put("outrider.methods.a.method", "place*,cancel");
    OwnMethodRule rule = one();
    assertThat(rule.concerns("com/acme/OrderService")).isTrue();
    assertThat(rule.concerns("com/acme/a/b/OrderService")).isTrue();
    assertThat(rule.concerns("com/acme/a/b/OrderService$Inner")).isFalse();
    assertThat(rule.concerns("com/other/OrderService")).isFalse();
    assertThat(rule.matches("com/acme/OrderService", new Method("placeOrder"))).isTrue();
    assertThat(rule.matches("com/acme/OrderService", new Method("cancel", false, "", ""))).isTrue();
    assertThat(rule.matches("com/acme/OrderService", new Method("cancelAll"))).isFalse();
    assertThat(rule.span()).isTrue();
    assertThat(rule.timer()).isFalse();
    assertThat(rule.kind()).isEqualTo("internal");
  }

  @Test
  void withoutAMethodThosePublicAreMeant() {
    properties.put("outrider.methods.a.class", "com.acme.Shop");
    OwnMethodRule rule = one();
    assertThat(rule.matches("com/acme/Shop", new Method("sell"))).isTrue();
    assertThat(rule.matches("com/acme/Shop", new Method("count", false, "", ""))).isFalse();
  }

  @Test
  void annotationsAreAskedForWhateverTheClassIsCalled() {
    properties.put("outrider.methods.a.annotation", "com.acme.Timed");
    OwnMethodRule rule = one();
    assertThat(read().annotations()).containsExactly("com.acme.Timed");
    assertThat(rule.concerns("com/acme/Shop")).isFalse();
    assertThat(rule.matches("com/acme/Shop", new Method("a", false, "com.acme.Timed", "")))
        .isTrue();
    assertThat(rule.matches("com/acme/Shop", new Method("a"))).isFalse();
  }

  @Test
  void aSupertypeNarrowsTheClassesThatMatch() {
    properties.put("outrider.methods.a.class", "com.acme.**");
    properties.put("outrider.methods.a.subtype-of", "com.acme.Port");
    OwnMethodRule rule = one();
    assertThat(rule.matches("com/acme/Shop", new Method("a", true, "", "com.acme.Port"))).isTrue();
    assertThat(rule.matches("com/acme/Shop", new Method("a"))).isFalse();
  }

  @Test
  void environmentAndFileSayTheSame(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("outrider.yaml");
    Files.writeString(
        file,
        """
        methods:
          shop:
            class: com.acme.Shop
            span-name: selling
            attributes: [arg:0:order.id, arg:2:customer]
        """);
    properties.put("outrider.config", file.toString());
    environment.put("OUTRIDER_METHODS_SHOP_TIMER", "true");
    environment.put("OUTRIDER_METHODS_SHOP_KIND", "server");
    OwnMethodRule rule = one();
    assertThat(rule.timer()).isTrue();
    assertThat(rule.kind()).isEqualTo("server");
    assertThat(rule.spanName()).isEqualTo("selling");
    assertThat(rule.attributes()).containsExactly("order.id", null, "customer");
  }

  @Test
  void whatOpenTelemetryListsIsIncluded() {
    properties.put(
        "otel.instrumentation.methods.include", "com.acme.Foo[bar, baz];com.acme.Other[qux];");
    OwnMethodRules rules = read();
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.all()).hasSize(2);
    assertThat(rules.all().get(0).matches("com/acme/Foo", new Method("baz"))).isTrue();
    assertThat(rules.all().get(0).matches("com/acme/Foo", new Method("qux"))).isFalse();
    assertThat(rules.all().get(1).matches("com/acme/Other", new Method("qux"))).isTrue();
  }

  @Test
  void aPartOfThatListWhichIsNoneIsLeftOutAlone() {
    properties.put("otel.instrumentation.methods.include", "com.acme.Foo;com.acme.Other[qux]");
    assertThat(read().all()).hasSize(1);
    assertThat(read().problems())
        .singleElement()
        .asString()
        .contains("otel.instrumentation.methods.include", "com.acme.Foo", "com.acme.Foo[bar,baz]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class | Shop | has its package before it | write **.Shop",
        "class | com/acme/Shop | a name with dots | com.acme.**.*Service",
        "annotation | com.acme.* | written out without * | com.acme.Timed",
        "span-name | selling | neither class nor annotation | outrider.methods.a.class",
      })
  void aMistakeIsNamedWithWhatToWriteInstead(String key, String value, String why, String fix) {
    properties.put("outrider.methods.a." + key, value);
    assertThat(read().all()).isEmpty();
    assertThat(read().problems())
        .singleElement()
        .asString()
        .contains("outrider.methods.a", "system property outrider.methods.a." + key, why, fix);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "method | <init> | constructors cannot be named",
        "method | sell(String) | a name alone",
        "attributes | order.id | arg:0:order.id",
        "attributes | arg:x:order.id | arg:0:order.id",
        "span | false | records nothing",
        "subtype-of | Port | has its package before it",
      })
  void soIsOneBesideAClass(String key, String value, String why) {
    properties.put("outrider.methods.a.class", "com.acme.Shop");
    properties.put("outrider.methods.a." + key, value);
    assertThat(read().problems()).singleElement().asString().contains("outrider.methods.a", why);
  }

  @Test
  void aKeyThatIsMisspelledIsSuggested() {
    properties.put("outrider.methods.a.clas", "com.acme.Shop");
    assertThat(Config.load(properties, environment).problems())
        .singleElement()
        .asString()
        .contains("outrider.methods.a.clas", "Did you mean outrider.methods.a.class?");
  }

  @Test
  void aPatternThatBeginsWithAStarIsUsedWithAWarning() {
    properties.put("outrider.methods.a.class", "**.*Service");
    assertThat(one().concerns("com/acme/OrderService")).isTrue();
    assertThat(read().warnings()).singleElement().asString().contains("outrider.methods.a");
  }
}
