// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.SpanView;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The HTTP client of Reactor Netty, and Spring's WebClient on top of it. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class ReactorNettyClientIT extends HttpClientContract {
  static Stream<HttpClientVariant> variants() {
    return Stream.of(
        reactor(8, "block", "1.0"),
        reactor(17, "async", "1.0"),
        reactor(17, "base", "1.2"),
        reactor(8, "async", "1.3"),
        reactor(25, "block", "1.3"),
        web(8, "block", "5.3"),
        web(17, "async", "6.0"),
        web(17, "block", "7.0"),
        web(25, "async", "7.0"));
  }

  private static HttpClientVariant reactor(int jdk, String mode, String version) {
    return variant(jdk, "reactorNetty", mode, "reactornetty", "reactor-netty-" + version);
  }

  private static HttpClientVariant web(int jdk, String mode, String version) {
    return variant(
        jdk,
        "webClient",
        mode,
        version.equals("5.3") ? "webclient" : "webclient-7",
        "spring-webclient-" + version);
  }

  private static HttpClientVariant variant(
      int jdk, String driver, String mode, String drivers, String library) {
    return new HttpClientVariant(
        jdk,
        driver.equals("webClient") ? "WebClientDriver" : "ReactorNettyDriver",
        driver,
        mode,
        null,
        !library.equals("spring-webclient-5.3"),
        true,
        false,
        false,
        true,
        true,
        "302",
        "io.netty.handler.timeout.ReadTimeoutException",
        "drivers-" + drivers,
        library);
  }

  @Test
  void aCallThatTheCallerCancelsIsNoError() {
    String path = "/hang?id=" + next();
    Order answer = child.perform(get(path).with("mode", "cancel").with("after", 300));
    assertThat(answer.get("cancelled")).isEqualTo("true");
    SpanView span = clientSpan(path);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes()).doesNotContainKey("http.response.status_code");
  }
}
