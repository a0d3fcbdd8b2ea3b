// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.logback;

import io.outrider.instrumentation.LogIds;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * An event's MDC with the ids of a span, as a view: most patterns ask for one or two keys, which is
 * not worth a copy for each line. What is sent elsewhere by serialization is a plain map.
 */
final class SpanMdc extends AbstractMap<String, String> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, String> own;
  private final transient LogIds ids;
  private final transient Object span;

  /**
   * @param own has none of these keys, and is not changed any more
   */
  SpanMdc(Map<String, String> own, LogIds ids, Object span) {
    this.own = own;
    this.ids = ids;
    this.span = span;
  }

  @Override
  public String get(Object key) {
    for (int i = 0; i < ids.count(); i++) {
      if (ids.key(i).equals(key)) {
        return ids.value(span, i);
      }
    }
    return own.get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null || own.containsKey(key);
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    return new AbstractSet<Map.Entry<String, String>>() {
      @Override
      public int size() {
        return own.size() + ids.count();
      }

      @Override
      public Iterator<Map.Entry<String, String>> iterator() {
        return new Entries();
      }
    };
  }

  private Object writeReplace() {
    return new HashMap<String, String>(this);
  }

  /** First the application's own, then the ids. */
  private final class Entries implements Iterator<Map.Entry<String, String>> {
    private final Iterator<Map.Entry<String, String>> before = own.entrySet().iterator();
    private int next;

    @Override
    public boolean hasNext() {
      return before.hasNext() || next < ids.count();
    }

    @Override
    public Map.Entry<String, String> next() {
      if (before.hasNext()) {
        return before.next();
      }
      if (next == ids.count()) {
        throw new NoSuchElementException();
      }
      int index = next++;
      return new SimpleImmutableEntry<String, String>(ids.key(index), ids.value(span, index));
    }

    @Override
    public void remove() {
      throw new UnsupportedOperationException();
    }
  }
}
