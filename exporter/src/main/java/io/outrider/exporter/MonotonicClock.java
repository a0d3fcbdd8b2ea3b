// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.function.LongSupplier;

/** {@code System.nanoTime()} without a lambda, which would cost start-up. */
final class MonotonicClock implements LongSupplier {

  @Override
  public long getAsLong() {
    return System.nanoTime();
  }
}
