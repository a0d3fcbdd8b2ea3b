// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CompletableFuture in all its forms, structured concurrency, and what repeats. */
@ParameterizedClass(name = "on {0}")
@ValueSource(ints = {17, 25})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FuturesIT {
  @Parameter int version;
  private HandOvers handOvers;

  @BeforeParameterizedClassInvocation
  void start() {
    String[] options = version == 25 ? new String[] {"--enable-preview"} : new String[0];
    handOvers = HandOvers.with(options, version, "futures", "FuturesDriver");
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (handOvers != null) {
      handOvers.close();
    }
  }

  /** Every method of this JDK's by which a function is given to a future. */
  static List<String> methods() {
    List<String> methods =
        Arrays.stream(CompletableFuture.class.getMethods())
            .filter(method -> method.getReturnType() == CompletableFuture.class)
            .filter(
                method ->
                    method
                        .getName()
                        .matches("(then|handle|when|apply|accept|runAfter|exceptionally).*"))
            .map(method -> method.getName() + "/" + method.getParameterCount())
            .sorted()
            .toList();
    assertThat(methods).hasSizeGreaterThan(40);
    return methods;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aFunctionRunsInTheContextItWasRegisteredIn(String method) {
    handOvers.assertCarriedPast(method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"delayedExecutor", "orTimeout", "completeOnTimeout"})
  void whatTakesItsTimeKeepsTheContext(String action) {
    handOvers.assertCarried(action);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixedRate", "fixedDelay"})
  void aTaskThatRepeatsBelongsToNoTrace(String action) {
    handOvers.assertNotCarried(action);
  }

  @Test
  void aSubtaskRunsInTheContextOfItsFork() {
    Assumptions.assumeTrue(version >= 25, "another API before 25");
    handOvers.assertCarried("structured");
  }
}
