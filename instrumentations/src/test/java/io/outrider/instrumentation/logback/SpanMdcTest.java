// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.outrider.instrumentation.LogIds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SpanMdcTest {
  private final Map<String, String> mdc =
      new SpanMdc(Map.of("customer", "c-1"), new Numbered(), "s");

  @Test
  void hasTheApplicationsEntriesAndTheIds() {
    assertThat(mdc.get("customer")).isEqualTo("c-1");
    assertThat(mdc.get("trace_id")).isEqualTo("s0");
    assertThat(mdc.get("span_id")).isEqualTo("s1");
    assertThat(mdc.get("other")).isNull();
    assertThat(mdc.containsKey("customer")).isTrue();
    assertThat(mdc.containsKey("span_id")).isTrue();
    assertThat(mdc.containsKey("other")).isFalse();
  }

  @Test
  void listsTheApplicationsEntriesFirst() {
    assertThat(mdc).hasSize(3);
    assertThat(mdc.entrySet())
        .containsExactly(entry("customer", "c-1"), entry("trace_id", "s0"), entry("span_id", "s1"));
    assertThat(mdc)
        .isEqualTo(Map.of("customer", "c-1", "trace_id", "s0", "span_id", "s1"))
        .hasToString("{customer=c-1, trace_id=s0, span_id=s1}");
  }

  @Test
  void cannotBeChanged() {
    assertThatThrownBy(() -> mdc.put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    Iterator<String> keys = mdc.keySet().iterator();
    keys.next();
    assertThatThrownBy(keys::remove).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void isSentAsAPlainMap() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(mdc);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isExactlyInstanceOf(HashMap.class).isEqualTo(mdc);
    }
  }

  private static final class Numbered extends LogIds {
    Numbered() {
      super("trace_id", "span_id");
    }

    @Override
    public Object span() {
      return "s";
    }

    @Override
    public String value(Object span, int index) {
      return span.toString() + index;
    }
  }
}
