// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The headers that configuration wants as attributes, with their keys made once. */
final class HeaderCapture {
  final String[] names;
  final List<AttributeKey<List<String>>> keys;

  /**
   * @param prefix {@code http.request.header.} or {@code http.response.header.}
   */
  HeaderCapture(String prefix, Collection<String> headers) {
    names = new String[headers.size()];
    keys = new java.util.ArrayList<AttributeKey<List<String>>>();
    int i = 0;
    for (String header : headers) {
      names[i++] = header;
      keys.add(AttributeKey.stringArrayKey(prefix + header.toLowerCase(Locale.ROOT)));
    }
  }

  boolean isEmpty() {
    return names.length == 0;
  }
}
