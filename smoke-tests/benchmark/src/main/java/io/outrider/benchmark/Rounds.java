// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.util.List;

/**
 * Measures each variant once a round, so that what the machine does meanwhile strikes all alike;
 * the order turns by one each round, so that none always follows the same.
 */
final class Rounds {
  interface Measurement {
    void measure(Variant variant, Samples samples) throws Exception;
  }

  private Rounds() {}

  static Samples run(String part, int rounds, List<Variant> variants, Measurement measurement)
      throws Exception {
    Samples samples = new Samples();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < variants.size(); i++) {
        Variant variant = variants.get((round + i) % variants.size());
        System.err.printf("%s, round %d of %d: %s%n", part, round + 1, rounds, variant.name());
        measurement.measure(variant, samples);
      }
    }
    return samples;
  }
}
