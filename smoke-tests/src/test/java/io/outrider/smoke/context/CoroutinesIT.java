// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.context;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A coroutine runs in the context in which it was started. */
@ParameterizedClass(name = "{0} on Java {1}")
@CsvSource({
  "kotlin-coroutines-1.3, 8",
  "kotlin-coroutines-1.3, 17",
  "kotlin-coroutines-1.6, 17",
  "kotlin-coroutines-new, 17",
  "kotlin-coroutines-new, 25"
})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CoroutinesIT {
  @Parameter(0)
  String library;

  @Parameter(1)
  int version;

  private HandOvers handOvers;

  @BeforeParameterizedClassInvocation
  void start() {
    handOvers = new HandOvers(version, "coroutines", "CoroutinesDriver", library);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (handOvers != null) {
      handOvers.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "launch",
        "launchIo",
        "afterDelay",
        "ownThreads",
        "unconfined",
        "child",
        "withContext",
        "runBlocking",
        "undispatched"
      })
  void aCoroutineKeepsTheContextOfItsStart(String action) {
    handOvers.assertCarried(action);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resumed", "resumedUnconfined", "resumedOnOwnThreads", "lazy"})
  void theTraceOfWhoWakesItUpDoesNotLeakIntoIt(String action) {
    handOvers.assertCarriedPast(action);
  }
}
