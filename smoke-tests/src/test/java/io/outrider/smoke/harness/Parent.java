// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import java.util.concurrent.ThreadLocalRandom;

/** A span of a caller that only the test knows. */
public record Parent(String traceId, String spanId, boolean sampled) {
  public static Parent sampledOne() {
    return random(true);
  }

  public static Parent unsampledOne() {
    return random(false);
  }

  private static Parent random(boolean sampled) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new Parent(
        String.format("%016x%016x", random.nextLong() | 1, random.nextLong()),
        String.format("%016x", random.nextLong() | 1),
        sampled);
  }

  /** As a {@code traceparent} header's value. */
  public String header() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
