// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

/**
 * How often the statements of one class tell of one addition to a batch. Once, but for drivers that
 * add by calling the same method of a superclass, which is woven as well. Learned from the number
 * of results of each batch: then the next one's size is known before it runs.
 */
final class Additions {
  /** More is no repetition, but a driver that gives fewer results than there were statements. */
  private static final int MOST = 3;

  private static final ClassValue<Additions> BY_CLASS =
      new ClassValue<Additions>() {
        @Override
        protected Additions computeValue(Class<?> type) {
          return new Additions();
        }
      };

  /** Races do not matter: all find the same. */
  private int times = 1;

  static Additions of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  int size(int told) {
    return (told + times - 1) / times;
  }

  void learn(int told, Object results) {
    int size =
        results instanceof int[]
            ? ((int[]) results).length
            : results instanceof long[] ? ((long[]) results).length : 0;
    if (size == 0) {
      return;
    }
    int found = told % size == 0 && told / size <= MOST ? told / size : 1;
    if (found > 0 && found != times) {
      times = found;
    }
  }
}
