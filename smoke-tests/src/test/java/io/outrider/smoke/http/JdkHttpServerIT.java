// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code com.sun.net.httpserver}. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class JdkHttpServerIT extends HttpServerContract {
  static Stream<HttpServerVariant> variants() {
    return Stream.of(17, 25).map(HttpServerVariant::jdk);
  }
}
