// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinsTest {
  private static final Path SOURCES = Path.of("src/main/java/io/outrider/instrumentation");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "servlet/JavaxServletAdapter.java",
        "servlet/JavaxAsyncEnd.java",
        "springmvc/JavaxRoute.java",
        "jms/JavaxAsyncSend.java",
        "jms/JavaxCompletion.java",
        "jms/JavaxListener.java",
        "jms/JavaxListeners.java",
        "jms/JavaxMessages.java",
        "jms/JavaxProcess.java",
        "jms/JavaxProducers.java",
        "jms/JavaxReceive.java",
        "jms/JavaxRefusal.java",
        "jms/JavaxSend.java"
      })
  void bothApisAreReadByTheSameText(String javax) throws Exception {
    String jakarta = javax.replace("Javax", "Jakarta");

    assertThat(code(jakarta)).isEqualTo(inJakarta(code(javax)));
    assertThat(imports(jakarta))
        .isEqualTo(imports(javax).stream().map(TwinsTest::inJakarta).collect(Collectors.toSet()));
  }

  private static String inJakarta(String text) {
    return text.replace("Javax", "Jakarta").replace("javax", "jakarta");
  }

  /** Without line breaks: the formatter sets them by the length of the names. */
  private static String code(String file) throws Exception {
    return lines(file)
        .filter(line -> !line.startsWith("import "))
        .collect(Collectors.joining(" "))
        .replaceAll("\\s+", " ");
  }

  /** Without their order, which is that of the names. */
  private static Set<String> imports(String file) throws Exception {
    return lines(file).filter(line -> line.startsWith("import ")).collect(Collectors.toSet());
  }

  private static Stream<String> lines(String file) throws Exception {
    return Files.readAllLines(SOURCES.resolve(file)).stream();
  }
}
