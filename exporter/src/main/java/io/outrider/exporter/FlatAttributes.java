// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.internal.AttributeUtil;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The attributes of one span: keys and values in turn, in one array, in the order in which they
 * came. A span has about ten; looking through so few is quicker than hashing, and one array is less
 * to allocate than the entries of a map.
 *
 * <p>Grows until its span has ended; whoever fills it sees to it that nobody else does meanwhile.
 */
final class FlatAttributes implements Attributes, BiConsumer<AttributeKey<?>, Object> {
  private static final int USUAL = 12;

  private final int most;
  private final int longest;
  private Object[] pairs = new Object[2 * USUAL];
  private int length;
  private int offered;

  /**
   * @param most how many are kept; more are counted and dropped
   * @param longest how many characters of a text are kept
   */
  FlatAttributes(int most, int longest) {
    this.most = most;
    this.longest = longest;
  }

  /** One name has one value, whatever its type: the last one put. */
  void put(AttributeKey<?> key, Object value) {
    int at = indexOf(key);
    if (at < 0) {
      offered++;
      if (length == 2 * most) {
        return;
      }
      if (length == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * length);
      }
      at = length;
      length += 2;
    }
    pairs[at] = key;
    pairs[at + 1] =
        longest == Integer.MAX_VALUE
            ? value
            : AttributeUtil.applyAttributeLengthLimit(value, longest);
  }

  @Override
  public void accept(AttributeKey<?> key, Object value) {
    put(key, value);
  }

  /** How many were put, those included that were dropped. */
  int offered() {
    return offered;
  }

  private int indexOf(AttributeKey<?> key) {
    // Nearly all keys are constants: the second loop is for those that were made on the spot.
    for (int i = 0; i < length; i += 2) {
      if (pairs[i] == key) {
        return i;
      }
    }
    String name = key.getKey();
    for (int i = 0; i < length; i += 2) {
      if (((AttributeKey<?>) pairs[i]).getKey().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  @SuppressWarnings("unchecked") // Put there under a key of this type.
  public <T> T get(AttributeKey<T> key) {
    int at = key == null ? -1 : indexOf(key);
    return at < 0 || ((AttributeKey<?>) pairs[at]).getType() != key.getType()
        ? null
        : (T) pairs[at + 1];
  }

  @Override
  public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
    for (int i = 0; i < length; i += 2) {
      consumer.accept((AttributeKey<?>) pairs[i], pairs[i + 1]);
    }
  }

  @Override
  public int size() {
    return length / 2;
  }

  @Override
  public boolean isEmpty() {
    return length == 0;
  }

  @Override
  public Map<AttributeKey<?>, Object> asMap() {
    Map<AttributeKey<?>, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < length; i += 2) {
      map.put((AttributeKey<?>) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Override
  public AttributesBuilder toBuilder() {
    return Attributes.builder().putAll(this);
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
