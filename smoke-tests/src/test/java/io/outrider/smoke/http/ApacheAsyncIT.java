// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.SpanView;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The asynchronous clients of Apache HttpComponents. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class ApacheAsyncIT extends HttpClientContract {
  static Stream<HttpClientVariant> variants() {
    return Stream.of(
        variant(4, 8, "async", "httpasyncclient-4.0"),
        variant(4, 17, "producer", "httpasyncclient-4.0"),
        variant(4, 17, "async", "httpasyncclient-new"),
        variant(4, 25, "producer", "httpasyncclient-new"),
        variant(5, 8, "async", "httpclient-5.0"),
        variant(5, 17, "producer", "httpclient-5.0"),
        variant(5, 17, "async", "httpclient-5.3"),
        variant(5, 17, "async", "httpclient-new"),
        variant(5, 25, "producer", "httpclient-new"));
  }

  private static HttpClientVariant variant(int line, int jdk, String mode, String library) {
    return new HttpClientVariant(
        jdk,
        "ApacheAsync" + line + "Driver",
        "apacheAsync" + line,
        mode,
        null,
        true,
        true,
        mode.equals("async"),
        true,
        false,
        true,
        line == 4
            ? "org.apache.http.client.CircularRedirectException"
            : "org.apache.hc.client5.http.CircularRedirectException",
        "java.net.SocketTimeoutException",
        "drivers-apacheasync" + line,
        "apache-" + library);
  }

  /** Before 4.1 a redirect is followed without any header. */
  @Override
  int carried(int redirects) {
    return variant.library().endsWith("-4.0") ? 0 : redirects;
  }

  @Test
  void aRequestIsAfterwardsWhatItWas() {
    Order answer = child.perform(get("/success?id=" + next()));
    assertThat(answer.get("left")).isEqualTo("false");
  }

  @Test
  void aCallThatTheCallerCancelsIsNoError() {
    String path = "/hang?id=" + next();
    Order answer = child.perform(get(path).with("mode", "cancel").with("after", 200));
    assertThat(answer.get("cancelled")).isEqualTo("true");
    SpanView span = clientSpan(path);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes()).doesNotContainKey("http.response.status_code");
  }

  @Test
  void aRequestCanStillBeAborted() {
    assumeTrue(variant.driver().endsWith("4"), "requests cannot be cancelled since 5");
    String path = "/hang?id=" + next();
    Order answer = child.perform(get(path).with("mode", "abort").with("after", 200));
    assertThat(answer.get("cancelled")).isEqualTo("true");
    assertThat(clientSpan(path).status()).isEqualTo("UNSET");
  }
}
