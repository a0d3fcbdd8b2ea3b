// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.context;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** java.util.Timer. */
@ParameterizedClass(name = "on {0}")
@ValueSource(ints = {8, 17, 25})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TimerIT {
  @Parameter int version;
  private HandOvers handOvers;

  @BeforeParameterizedClassInvocation
  void start() {
    handOvers = new HandOvers(version, "timer", "TimerDriver");
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (handOvers != null) {
      handOvers.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"delay", "date", "behindOthers", "schedulesAnother"})
  void aTaskThatRunsOnceRunsInTheContextOfItsScheduling(String action) {
    handOvers.assertCarried(action);
  }

  @ParameterizedTest
  @ValueSource(strings = {"period", "fixedRate"})
  void aTaskThatRepeatsBelongsToNoTrace(String action) {
    handOvers.assertNotCarried(action);
  }

  @Test
  void aTaskIsCancelledAndPurgedAsBefore() {
    handOvers.assertCarried("cancel");
  }
}
