// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The headers that configuration wants as attributes, with their keys made once. */
final class HeaderCapture {
  /** More values of one header are not recorded. */
  private static final int MOST_VALUES = 32;

  final String[] names;
  private final List<AttributeKey<List<String>>> keys;

  /**
   * @param prefix {@code http.request.header.} or {@code http.response.header.}
   */
  HeaderCapture(String prefix, Collection<String> headers) {
    names = new String[headers.size()];
    keys = new ArrayList<AttributeKey<List<String>>>(names.length);
    int i = 0;
    for (String header : headers) {
      names[i++] = header;
      keys.add(AttributeKey.stringArrayKey(prefix + header.toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * @param index of the header in {@link #names}
   * @param values null or empty when it is absent
   */
  void put(SpanBuilder span, int index, List<String> values) {
    if (values != null && !values.isEmpty()) {
      span.setAttribute(keys.get(index), copy(values));
    }
  }

  /** Likewise. */
  void put(Span span, int index, List<String> values) {
    if (values != null && !values.isEmpty()) {
      span.setAttribute(keys.get(index), copy(values));
    }
  }

  /** The library's list may change until the span is sent. */
  private static List<String> copy(List<String> values) {
    List<String> copy = new ArrayList<String>(values.size());
    for (String value : values) {
      if (copy.size() == MOST_VALUES) {
        break;
      }
      copy.add(Texts.cut(value, Texts.LONGEST_HEADER));
    }
    return copy;
  }
}
