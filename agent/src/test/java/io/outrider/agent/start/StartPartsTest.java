// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartPartsTest {
  @ParameterizedTest
  @CsvSource({"1.8, 8", "9, 9", "17, 17", "26, 26", "'', 9", "29-ea, 9"})
  void theVersionOfJavaIsRead(String specification, int feature) {
    assertThat(JavaVersion.feature(specification)).isEqualTo(feature);
  }

  @Test
  void theDispatcherIsDefinedForEveryLoader() throws Exception {
    Instrumentation instrumentation = ByteBuddyAgent.install();
    Class<?> dispatcher = TestDispatcher.define(instrumentation);
    assertThat(dispatcher.getClassLoader()).isNull();
    assertThat(dispatcher.getModule()).isSameAs(Object.class.getModule());
    assertThat(Dispatcher.isDefined()).isTrue();
    assertThat(new ClassLoader(null) {}.loadClass(dispatcher.getName())).isSameAs(dispatcher);
  }

  @Test
  void theJvmSaysWhetherItIsTrained() throws Throwable {
    TestDispatcher.define(ByteBuddyAgent.install());
    // An answer, and not what is answered where there is none to be had.
    assertThat(JavaBase.ask("isDumpingArchive")).isFalse();
    assertThat(JavaBase.isTrainingRun()).isFalse();
  }
}
