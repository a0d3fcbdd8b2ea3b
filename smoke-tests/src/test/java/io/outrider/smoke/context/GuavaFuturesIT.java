// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.context;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guava's ListenableFuture. */
@ParameterizedClass(name = "{0} on Java {1}")
@CsvSource({"guava-10, 8", "guava-10, 17", "guava-new, 25"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuavaFuturesIT {
  @Parameter(0)
  String library;

  @Parameter(1)
  int version;

  private HandOvers handOvers;

  @BeforeParameterizedClassInvocation
  void start() {
    handOvers = new HandOvers(version, "guava", "GuavaDriver", library);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (handOvers != null) {
      handOvers.close();
    }
  }

  @Test
  void aTaskRunsInTheContextOfItsSubmission() {
    handOvers.assertCarried("submit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"listener", "callback", "callbackOnPool", "transform", "allAsList"})
  void aCallbackRunsInTheContextItWasRegisteredIn(String action) {
    handOvers.assertCarriedPast(action);
  }
}
