// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.context;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators run in the context in which their subscription was made. */
@ParameterizedClass(name = "{0} on Java {1}")
@CsvSource({
  "reactor-3.1, 8",
  "reactor-3.1, 17",
  "reactor-3.4, 17",
  "reactor-new, 17",
  "reactor-new, 25"
})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReactorIT {
  @Parameter(0)
  String library;

  @Parameter(1)
  int version;

  private HandOvers handOvers;
  private HandOvers sinks;

  @BeforeParameterizedClassInvocation
  void start() {
    handOvers = new HandOvers(version, "reactor", "ReactorDriver", library);
    if (!library.endsWith("3.1")) {
      sinks = new HandOvers(version, "reactor-sinks", "ReactorSinksDriver", library);
    }
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (handOvers != null) {
      handOvers.close();
    }
    if (sinks != null) {
      sinks.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subscribeOn",
        "ownThreads",
        "publishOn",
        "block",
        "delay",
        "interval",
        "delaySubscription",
        "flatMap",
        "parallel",
        "zip",
        "timeout",
        "bufferTimeout",
        "repeat"
      })
  void schedulersKeepTheContextOfTheSubscription(String action) {
    handOvers.assertCarried(action);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create",
        "createMono",
        "createError",
        "createAndHop",
        "future",
        "foreign",
        "foreignMono",
        "share",
        "replay",
        "cache",
        "cacheDuration"
      })
  void theTraceOfWhoEmitsDoesNotLeakIntoASubscription(String action) {
    handOvers.assertCarriedPast(action);
  }

  @ParameterizedTest
  @ValueSource(strings = {"boundedElastic", "windowTimeout"})
  void newerSchedulersKeepItToo(String action) {
    Assumptions.assumeTrue(sinks != null, "not before 3.4");
    sinks.assertCarried(action);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multicast",
        "bestEffort",
        "replaySink",
        "unicast",
        "unicastError",
        "one",
        "empty"
      })
  void theTraceOfWhoEmitsIntoASinkDoesNotLeak(String action) {
    Assumptions.assumeTrue(sinks != null, "not before 3.4");
    sinks.assertCarriedPast(action);
  }
}
