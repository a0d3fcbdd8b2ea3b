// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What crosses the border between the application's OpenTelemetry and ours. */
class ApiTelemetryTest {
  private final ApiTelemetry api = new ApiTelemetry(engine(), false);

  private static Engine engine() {
    return new Engine(new Telemetry().settings, () -> null);
  }

  @Test
  void anotherSpanTakesThePlaceOfTheOne() {
    Object ids =
        api.spanContext(
            "0123456789abcdef0123456789abcdef", "0123456789abcdef", (byte) 1, true, null);
    Object mine = new Object();
    Object context = api.withSpan(Context.root(), api.foreign(ids, mine));
    assertThat(api.foreignOwn(api.span(context))).isSameAs(mine);
    assertThat(api.isRemote(api.spanContext(api.span(context)))).isTrue();
    assertThat(api.span(Context.root())).isNull();
  }

  @Test
  void baggageAndTraceStateKeepTheirOrderAndMetadata() {
    String[] entries = {"k", "v", "meta", "user", "7", ""};
    Object context = api.withBaggage(Context.root(), entries);
    assertThat(api.entries(api.baggage(context))).containsExactly(entries);
    String[] state = {"b", "2", "a", "1"};
    Object ids =
        api.spanContext(
            "0123456789abcdef0123456789abcdef", "0123456789abcdef", (byte) 1, false, state);
    assertThat(api.state(ids)).containsExactly(state);
  }

  @Test
  void whatIsAttachedIsSeenByItsOwnerAlone() {
    Object key = api.key();
    Object attached = api.attached(Context.root(), key, "own");
    assertThat(api.own(attached, key)).isEqualTo("own");
    assertThat(api.own(attached, api.key())).isNull();
    assertThat(api.below(attached, key)).isEqualTo("own");
    assertThat(api.own(api.withBaggage(attached, new String[0]), key)).isNull();
  }

  @Test
  void attributesOfEveryTypeArrive() {
    Object[] flat = {
      0,
      "text",
      "t",
      1,
      "boolean",
      true,
      2,
      "long",
      1L,
      3,
      "double",
      1.5,
      4,
      "texts",
      List.of("a"),
      8,
      "value",
      Map.of("x", List.of(1L)),
      9,
      "newer",
      new StringBuilder("n")
    };
    Attributes attributes = (Attributes) api.attributes(flat);
    assertThat(attributes.get(AttributeKey.stringKey("text"))).isEqualTo("t");
    assertThat(attributes.get(AttributeKey.booleanKey("boolean"))).isTrue();
    assertThat(attributes.get(AttributeKey.longKey("long"))).isEqualTo(1);
    assertThat(attributes.get(AttributeKey.doubleKey("double"))).isEqualTo(1.5);
    assertThat(attributes.get(AttributeKey.stringArrayKey("texts"))).containsExactly("a");
    assertThat(attributes.get(AttributeKey.valueKey("value")))
        .isEqualTo(Value.of(Map.of("x", Value.of(List.<Value<?>>of(Value.of(1L))))));
    assertThat(attributes.get(AttributeKey.stringKey("newer"))).isEqualTo("n");
  }

  @Test
  void withoutTelemetryNothingFails() {
    Object builder = api.spanBuilder(api.tracer(null, null, null), "name");
    api.set(builder, "key", "value");
    api.end(api.start(builder, Context.root()), 0);
    Object meter = api.metrics().meter("m", null, null);
    api.metrics().record(api.metrics().instrument(meter, 0, "c", null, null, null), 1, null, null);
    api.metrics().measure(api.metrics().observer(meter, 0, "o", null, null), 0, 1, null);
    Object logger = api.logs().logger("l", "1", "url");
    assertThat(api.logs().isEnabled(logger)).isFalse();
    api.logs().emit(logger, 0, 0, null, "INFO", null, "body", null, null, null);
  }
}
