// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** A few headers, in order; the engine fills one for each call that is sent. */
public final class Headers {
  private String[] pairs = new String[4];
  private int size;

  public void set(String name, String value) {
    if (size == pairs.length) {
      pairs = java.util.Arrays.copyOf(pairs, size * 2);
    }
    pairs[size] = name;
    pairs[size + 1] = value;
    size += 2;
  }

  public int size() {
    return size / 2;
  }

  public String name(int index) {
    return pairs[index * 2];
  }

  public String value(int index) {
    return pairs[index * 2 + 1];
  }

  /** Header names are compared without regard to case. */
  public boolean contains(String name) {
    for (int i = 0; i < size; i += 2) {
      if (pairs[i].equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
