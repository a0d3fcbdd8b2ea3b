// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A million tasks, handed over in every way there is, each in the context that is its own. */
final class ContextStressIT {
  private static final int TASKS = 1_000_000;

  private static final List<String> LIBRARIES =
      List.of("reactor-new", "kotlin-coroutines-new", "guava-new", "spring-webmvc-7.0");

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void noneOfAMillionTasksHasAWrongParent(int version) {
    run(
        version,
        LIBRARIES,
        "JdkMechanisms",
        "NewerJdkMechanisms",
        "ReactorMechanisms",
        "CoroutineMechanisms",
        "GuavaMechanisms",
        "SpringMechanisms");
  }

  @ParameterizedTest
  @ValueSource(ints = {8})
  void norOnTheOldestJava(int version) {
    run(version, List.of(), "JdkMechanisms");
  }

  private static void run(int version, List<String> libraries, String... mechanisms) {
    Jdk jdk = Jdk.require(version);
    List<Path> classPath = new ArrayList<>(Libraries.drivers(jdk));
    classPath.add(Libraries.target("drivers-context"));
    classPath.addAll(Libraries.of("logback-1.2"));
    libraries.forEach(library -> classPath.addAll(Libraries.of(library)));
    List<String> arguments = new ArrayList<>(List.of(mechanisms));
    arguments.add(0, String.valueOf(Integer.getInteger("smoke.stress.tasks", TASKS)));
    try (OtlpSink sink = new OtlpSink();
        AgentProcess child =
            AgentProcess.with(jdk)
                .exportingTo(sink)
                .classPath(classPath)
                .noOption("-XX:TieredStopAtLevel=1")
                .option(version == 25 ? "--enable-preview" : "-Xshare:auto")
                .start(
                    "io.outrider.smoke.stress.ContextStress", arguments.toArray(new String[0]))) {
      AgentProcess.Ended ended = child.awaitEnd(Duration.ofMinutes(5));
      System.out.println(jdk + "\n" + String.join("\n", ended.stdout()));
      assertThat(ended.stdout()).as(child.printed()).isNotEmpty();
      Order result = Order.parse(ended.stdout().get(ended.stdout().size() - 1).substring(1));
      assertThat(result.values())
          .as(child.printed())
          .containsEntry("wrong", "0")
          .containsEntry("lost", "0")
          .containsEntry("left", "0")
          .containsEntry("failed", "false");
    }
  }
}
